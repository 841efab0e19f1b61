import { array, assert, constantFrom, double, integer, option, property, record, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeLiveFrame,
  encodeLiveFrame,
  LIVE_DRIVERS_MAX,
  type LiveFrame,
  type LiveRecord,
} from "../../../src/domain/live-record.ts";

const MUNICH = { lat: 48.1372, lng: 11.5755 };
/** What the usual stack sends for one update: a JSON message of its own. */
const JSON_MESSAGE_BYTES = 114;
/** A tenth of a second of 3,000 drivers that report each five seconds. */
const RECORDS_PER_FRAME = 60;
/** Of a WebSocket frame between 126 and 65,535 bytes. */
const SOCKET_HEADER_BYTES = 4;

function driver(index: number, place: Partial<LiveRecord> = {}): LiveRecord {
  return { index, ...MUNICH, speedMps: 8.5, headingDeg: 90, seq: 7, ageMs: 300, ...place };
}

function throughTheWire(frame: LiveFrame, anchor = MUNICH): LiveFrame {
  const result = decodeLiveFrame(encodeLiveFrame(frame, anchor));
  if (!result.ok) throw new Error(result.error.tag);
  return result.value;
}

const anyRecord = record({
  index: integer({ min: 0, max: LIVE_DRIVERS_MAX - 1 }),
  lat: double({ min: -90, max: 90, noNaN: true }),
  lng: double({ min: -180, max: 180, noNaN: true }),
  speedMps: option(double({ min: 0, max: 127, noNaN: true })),
  headingDeg: option(double({ min: 0, max: 360, noNaN: true })),
  seq: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  ageMs: double({ min: 0, max: 138_000, noNaN: true }),
});
const anyFrame = record({
  kind: constantFrom("moved" as const, "everyone" as const),
  rev: integer({ min: 0, max: 2 ** 32 - 1 }),
  records: array(anyRecord, { maxLength: 50 }),
});
const anyAnchor = record({
  lat: double({ min: -90, max: 90, noNaN: true }),
  lng: double({ min: -180, max: 180, noNaN: true }),
});

/** How far a number is from another; null is near null only. */
function off(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : Infinity;
  return Math.abs(a - b);
}

function isSame(got: LiveRecord, sent: LiveRecord): boolean {
  const turn = off(got.headingDeg, sent.headingDeg);
  const errors = [
    [got.index - sent.index, 0],
    [got.seq - (sent.seq % 256), 0],
    [off(got.lat, sent.lat), 0.6e-6],
    [off(got.lng, sent.lng), 0.6e-6],
    [off(got.speedMps, sent.speedMps), 0.25],
    [turn > 180 ? 360 - turn : turn, 0.76],
    [off(got.ageMs, sent.ageMs), sent.ageMs < 12_700 ? 51 : 501],
  ] as const;
  return errors.every(([error, limit]) => Math.abs(error) <= limit);
}

describe("a frame of live positions", () => {
  test("comes back within its rounding, wherever its anchor is", () => {
    assert(
      property(anyFrame, anyAnchor, (frame, anchor) => {
        const read = throughTheWire(frame, anchor);
        expect([read.kind, read.rev]).toEqual([frame.kind, frame.rev]);
        // Far drivers stand at the end, so each is looked for.
        const rest = [...read.records];
        for (const sent of frame.records) {
          const found = rest.findIndex((got) => isSame(got, sent));
          expect(found).toBeGreaterThanOrEqual(0);
          rest.splice(found, 1);
        }
        expect(rest).toEqual([]);
      }),
    );
  });

  test("costs at most 0.11 of one JSON message for each update", () => {
    const records = Array.from({ length: RECORDS_PER_FRAME }, (_, index) => driver(index, { lat: 48 + index / 100 }));
    const bytes = encodeLiveFrame({ kind: "moved", rev: 1, records }, MUNICH).byteLength + SOCKET_HEADER_BYTES;
    expect(bytes / RECORDS_PER_FRAME / JSON_MESSAGE_BYTES).toBeLessThanOrEqual(0.11);
  });

  test("carries a driver who left the country behind the others, at two bytes more", () => {
    const tokyo = driver(1, { lat: 35.6812, lng: 139.7671 });
    const frame = { kind: "moved", rev: 2, records: [driver(0), tokyo, driver(2)] } as const;
    expect(encodeLiveFrame(frame, MUNICH).byteLength).toBe(12 + 2 * 12 + 14);
    expect(throughTheWire(frame).records).toEqual([driver(0), driver(2), tokyo]);
  });

  test("says of a speed or heading that was not told that it was not told", () => {
    const silent = driver(3, { speedMps: null, headingDeg: null });
    expect(throughTheWire({ kind: "everyone", rev: 0, records: [silent] }).records).toEqual([silent]);
  });

  test("ends what grows beyond its bits at their end", () => {
    const extreme = driver(0, { speedMps: 900, headingDeg: -90, seq: 256, ageMs: 10 ** 9 });
    const [read] = throughTheWire({ kind: "moved", rev: 2 ** 32 + 5, records: [extreme] }).records;
    expect(read).toMatchObject({ speedMps: 127, headingDeg: 270, seq: 0, ageMs: 139_800 });
    expect(throughTheWire({ kind: "moved", rev: 2 ** 32 + 5, records: [] }).rev).toBe(5);
    expect(throughTheWire({ kind: "moved", rev: 1, records: [driver(0, { ageMs: -50 })] }).records[0]?.ageMs).toBe(0);
  });

  test("refuses to name a driver without a place or without a number", () => {
    for (const wrong of [driver(LIVE_DRIVERS_MAX), driver(-1), driver(0, { lat: 91 }), driver(0, { lng: Number.NaN })])
      expect(() => encodeLiveFrame({ kind: "moved", rev: 1, records: [wrong] }, MUNICH)).toThrow(RangeError);
  });
});

function isOnEarth({ lat, lng }: LiveRecord): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
}

test("any bytes decode to a frame or to an error", () => {
  assert(
    property(uint8Array({ maxLength: 120 }), (bytes) => {
      const result = decodeLiveFrame(bytes.slice().buffer);
      expect(result.ok ? result.value.records.filter((got) => !isOnEarth(got)) : []).toEqual([]);
    }),
  );
});

test("a frame that is cut, lengthened, of another version or kind is refused", () => {
  const bytes = new Uint8Array(encodeLiveFrame({ kind: "moved", rev: 9, records: [driver(0), driver(1)] }, MUNICH));
  for (let length = 0; length < bytes.length; length++)
    expect(decodeLiveFrame(bytes.slice(0, length).buffer).ok).toBe(false);
  expect(decodeLiveFrame(Uint8Array.from([...bytes, 0]).buffer)).toEqual({ ok: false, error: { tag: "malformed" } });
  expect(decodeLiveFrame(bytes.with(0, 2).slice().buffer)).toEqual({ ok: false, error: { tag: "unknown-version" } });
  expect(decodeLiveFrame(bytes.with(1, 2).slice().buffer)).toEqual({ ok: false, error: { tag: "malformed" } });
});

test("any damage to a frame of a hundred drivers gives a frame or an error", () => {
  const records = Array.from({ length: 100 }, (_, index) => driver(index));
  const bytes = new Uint8Array(encodeLiveFrame({ kind: "moved", rev: 1, records }, MUNICH));
  assert(
    property(integer({ min: 0, max: bytes.length - 1 }), integer({ min: 0, max: 255 }), (at, byte) => {
      const result = decodeLiveFrame(bytes.with(at, byte).slice().buffer);
      expect(result.ok ? result.value.records.filter((got) => !isOnEarth(got)) : []).toEqual([]);
    }),
  );
});
