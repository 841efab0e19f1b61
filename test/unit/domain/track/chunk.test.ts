import { array, assert, constantFrom, double, integer, option, property, record, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { CHUNK_FIXES_MAX, decodeChunk, encodeChunk } from "../../../../src/domain/track/chunk.ts";
import { FixReason, FixVerdict, type JudgedFix } from "../../../../src/protocol/live/fix.ts";
import { chance, cityDrive } from "./drive.ts";

const MILLIS_MAX = 8_640_000_000_000_000;
/** What a chunk may cost in the trip's storage and in the bill's model. */
const BYTES_PER_FIX_MAX = 10;
const MUTATIONS = 100_000;

function decoded(fixes: readonly JudgedFix[]): JudgedFix[] {
  const result = decodeChunk(encodeChunk(fixes));
  if (!result.ok) throw new Error(result.error.tag);
  return result.value;
}

/** How far a number is from another; null is near null only. */
function off(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : Infinity;
  return Math.abs(a - b);
}

describe("a chunk of a track", () => {
  test("keeps numbers, times, flags and verdicts exactly, and the rest to its rounding", () => {
    const fixes = cityDrive(720);
    const read = decoded(fixes);
    expect(read).toHaveLength(fixes.length);
    for (const [index, kept] of read.entries()) {
      const fix = fixes[index] ?? kept;
      const { seq, at, fixedAt, flags, verdict, reason } = fix;
      expect(kept).toMatchObject({ seq, at, fixedAt, flags, verdict, reason });
      expect(off(kept.lat, fix.lat)).toBeLessThanOrEqual(0.500_001e-6);
      expect(off(kept.lng, fix.lng)).toBeLessThanOrEqual(0.500_001e-6);
      expect(off(kept.accuracyM, fix.accuracyM)).toBeLessThanOrEqual(0.050_001);
      expect(off(kept.speedMps, fix.speedMps)).toBeLessThanOrEqual(0.050_001);
      expect(off(kept.headingDeg, fix.headingDeg)).toBeLessThanOrEqual(0.5);
      expect(kept.receivedAt).toBeLessThanOrEqual(fix.receivedAt);
      expect(fix.receivedAt - kept.receivedAt).toBeLessThan(10);
    }
  });

  test.each([20, 25, 30])("of a city drive costs at most 10 bytes a fix in chunks of %i", (size) => {
    let bytes = 0;
    let fixes = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const drive = cityDrive(720, seed);
      for (let start = 0; start < drive.length; start += size) {
        bytes += encodeChunk(drive.slice(start, start + size)).length;
      }
      fixes += drive.length;
    }
    expect(bytes / fixes).toBeLessThanOrEqual(BYTES_PER_FIX_MAX);
  });

  test("of a stream that is numbered by time does not pay for its numbers", () => {
    const numbered = cityDrive(25);
    const timed = numbered.map((fix) => ({ ...fix, seq: fix.at }));
    expect(encodeChunk(timed).length).toBeLessThanOrEqual(encodeChunk(numbered).length);
    expect(decoded(timed).map(({ seq }) => seq)).toEqual(timed.map(({ at }) => at));
  });

  test("keeps one wild fix exactly, for ten bytes a field and without harm to its neighbours", () => {
    const fixes = cityDrive(25);
    const wild = {
      lat: 9e99,
      lng: -9e99,
      accuracyM: 1e300,
      speedMps: -1e30,
      headingDeg: 4e15,
      at: MILLIS_MAX,
      seq: 2 ** 53 - 1,
    };
    const judged = { ...wild, verdict: "rejected", reason: "out-of-range" } as const;
    const spoilt = fixes.map((fix, index) => (index === 12 ? { ...fix, ...judged } : fix));
    const read = decoded(spoilt);
    expect(read[12]).toMatchObject(judged);
    expect(read.toSpliced(12, 1)).toEqual(decoded(fixes).toSpliced(12, 1));
    const bytesMore = encodeChunk(spoilt).length - encodeChunk(fixes).length;
    expect(bytesMore).toBeLessThanOrEqual(7 * 11 + 20);
  });

  test("is the same chunk when it is read and written again", () => {
    const bytes = encodeChunk(cityDrive(200));
    const read = decodeChunk(bytes);
    expect(read.ok && encodeChunk(read.value)).toEqual(bytes);
  });

  test("of none, or of more than its limit, is a mistake of the caller", () => {
    expect(() => encodeChunk([])).toThrow(RangeError);
    expect(() => encodeChunk(cityDrive(CHUNK_FIXES_MAX + 1))).toThrow(RangeError);
    expect(decoded(cityDrive(CHUNK_FIXES_MAX))).toHaveLength(CHUNK_FIXES_MAX);
  });
});

const millis = integer({ min: 0, max: MILLIS_MAX });
const anyDouble = double({ noNaN: true, noDefaultInfinity: true });
const anyFix = record({
  seq: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  at: millis,
  lat: anyDouble,
  lng: anyDouble,
  accuracyM: option(anyDouble),
  speedMps: option(anyDouble),
  headingDeg: option(anyDouble),
  flags: integer({ min: 0, max: 255 }),
  fixedAt: millis,
  delayMs: integer({ min: 0, max: 9_000_000_000 }),
  verdict: constantFrom(...FixVerdict.options),
  reason: constantFrom(...FixReason.options),
}).map(({ delayMs, ...fix }): JudgedFix => ({ ...fix, receivedAt: Math.min(MILLIS_MAX, fix.fixedAt + delayMs) }));

test("whatever a phone can send comes back, to the rounding", () => {
  assert(
    property(array(anyFix, { minLength: 1, maxLength: 40 }), (fixes) => {
      const read = decoded(fixes);
      expect(read.map(({ seq, at, fixedAt, flags }) => [seq, at, fixedAt, flags])).toEqual(
        fixes.map(({ seq, at, fixedAt, flags }) => [seq, at, fixedAt, flags]),
      );
      expect(read.map(({ verdict, reason }) => [verdict, reason])).toEqual(
        fixes.map(({ verdict, reason }) => [verdict, reason]),
      );
      for (const [index, fix] of fixes.entries()) {
        // What fits no column is exact, what fits is off by half a step; a double of 1e8 degrees has no finer steps.
        const slack = Math.abs(fix.lat) * 2 ** -52;
        expect(Math.abs((read[index]?.lat ?? Infinity) - fix.lat)).toBeLessThanOrEqual(0.5e-6 + slack);
        expect(read[index]?.speedMps === null).toBe(fix.speedMps === null);
        expect(read[index]?.headingDeg === null).toBe(fix.headingDeg === null);
        expect(read[index]?.receivedAt).toBeGreaterThanOrEqual(fix.fixedAt);
        expect(read[index]?.receivedAt).toBeLessThanOrEqual(fix.receivedAt);
      }
    }),
  );
});

test("any bytes decode to fixes or to an error", () => {
  assert(
    property(uint8Array({ maxLength: 200 }), (bytes) => {
      const result = decodeChunk(bytes);
      expect(result.ok ? result.value.length : 0).toBeLessThanOrEqual(CHUNK_FIXES_MAX);
    }),
  );
});

test("a hundred thousand damaged chunks decode to fixes within the limits, or to an error", () => {
  const random = chance(7);
  const originals = [cityDrive(25), cityDrive(3), cityDrive(25).map((fix) => ({ ...fix, lat: 9e99 }))].map(encodeChunk);
  let refused = 0;
  let accepted = 0;
  for (let turn = 0; turn < MUTATIONS; turn++) {
    const original = originals[turn % originals.length] ?? new Uint8Array();
    const cut = random() < 0.2 ? Math.floor(random() * original.length) : original.length;
    const bytes = original.slice(0, cut);
    const changes = 1 + Math.floor(random() * 4);
    for (let change = 0; change < changes; change++) bytes[Math.floor(random() * cut)] = Math.floor(random() * 256);
    const result = decodeChunk(bytes);
    if (!result.ok) refused++;
    else {
      accepted++;
      if (result.value.length > CHUNK_FIXES_MAX) throw new Error("more fixes than a chunk may have");
      for (const { seq, at, fixedAt, receivedAt } of result.value) {
        const times = [at, fixedAt, receivedAt];
        if (seq < 1 || times.some((time) => !Number.isSafeInteger(time) || time < 0)) throw new Error("no fix");
      }
    }
  }
  // Most damage shows; the rest only moves a fix, and storage has checksums of its own.
  expect(refused).toBeGreaterThan(MUTATIONS / 4);
  expect(accepted).toBeGreaterThan(0);
});

test.each([
  ["nothing", [], "malformed"],
  ["a newer version", [2, 1, 0, 0], "unknown-version"],
  ["no fixes", [1, 0, 0, 0, 0], "malformed"],
  ["a number without an end", [1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], "malformed"],
])("%s is refused", (_, bytes, tag) => {
  expect(decodeChunk(Uint8Array.from(bytes))).toEqual({ ok: false, error: { tag } });
});

test("a few bytes that stand for more fixes than a chunk may have are refused", () => {
  const varint = (value: number) => [(value % 128) + 128, Math.floor(value / 128)];
  // Timed, all twelve columns in runs of zeros, no raw values.
  const zeros = (count: number) => {
    const columns = Array.from({ length: 12 }, () => [1, ...varint(count - 1)]).flat();
    return decodeChunk(Uint8Array.from([1, ...varint(count), 1, 0xff, 0x1f, ...columns, 0]));
  };
  const most = zeros(CHUNK_FIXES_MAX);
  expect(most.ok && most.value.length).toBe(CHUNK_FIXES_MAX);
  expect(zeros(CHUNK_FIXES_MAX + 1)).toEqual({ ok: false, error: { tag: "malformed" } });
});

test("a byte too many is refused, as is one too few", () => {
  const bytes = encodeChunk(cityDrive(5));
  expect(decodeChunk(Uint8Array.from([...bytes, 0])).ok).toBe(false);
  for (let length = 0; length < bytes.length; length++) expect(decodeChunk(bytes.slice(0, length)).ok).toBe(false);
});
