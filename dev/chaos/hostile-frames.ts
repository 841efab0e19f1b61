import type { Dice } from "./dice.ts";

/** Valid ones, one of each kind: what is broken afterwards was nearly right. */
const VALID: readonly [unknown, ...unknown[]] = [
  { type: "hello", version: 1, epoch: "epoch-0001", lastSeq: 0, clockOffsetMs: null },
  { type: "driver:locationUpdate", epoch: "epoch-0001", fixes: [[1, 1_700_000_000_000, 52.5, 13.4, 5, 10, 90, 0]] },
  { type: "flush" },
  { type: "clock", t0: 1_700_000_000_000 },
  { type: "auth", ticket: "eyJhbGciOiJFZERTQSJ9.e30.AAAA" },
  { type: "device:status", batteryPercent: 50, hidden: false },
  { type: "trip:statusUpdate", epoch: "epoch-0001", seq: 1, at: 1_700_000_000_000, event: "pause" },
  { type: "driver:sos", epoch: "epoch-0001", seq: 1, at: 1_700_000_000_000, lat: 52.5, lng: 13.4, note: "help" },
  { type: "hello", version: 1, since: { epoch: "epoch-0001", rev: 7 } },
  { type: "ack", frames: 3 },
  { type: "resync" },
  { type: "viewport", box: { south: 52, west: 13, north: 53, east: 14 } },
];

/** What careless and hostile programs put where something else belongs. */
const ODD: readonly [unknown, ...unknown[]] = [
  null,
  true,
  "",
  "0",
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [[[[[[[[]]]]]]]],
  "\u0000",
  "\ud800",
  "constructor",
  "'; drop table trips; --",
  "x".repeat(3_000),
  { toString: null, valueOf: 1, length: 1e9 },
];
/** As text, because no object literal can say them. */
const ODD_TEXT: readonly [string, ...string[]] = [
  "",
  " ",
  "ping ",
  "{",
  "[".repeat(10_000),
  '{"__proto__":{"type":"flush"}}',
  '{"type":"flush","type":"hello"}',
  '{"type":"clock","t0":1e999}',
  '{"type":"clock","t0":-0}',
  "NaN",
  '"\\ud800"',
  "\uFEFF{}",
];
const BINARY_MAX_BYTES = 300;
const BYTE = 256;

/** One frame that a socket could carry. Some are valid: a reader that refuses everything would pass otherwise. */
export function hostileFrame(dice: Dice): string | Uint8Array<ArrayBuffer> {
  const kind = dice.next();
  if (kind < 0.1) return dice.pick(ODD_TEXT);
  if (kind < 0.2) return bytes(dice, dice.below(BINARY_MAX_BYTES));
  const whole = dice.pick(VALID);
  if (kind < 0.3) return JSON.stringify(whole);
  const text = JSON.stringify(kind < 0.7 ? mutated(dice, whole) : whole);
  return kind < 0.7 ? text : misprinted(dice, text);
}

/** Some byte of valid ones is another, as on a disk that is dying or in a hand that tries. */
export function brokenBytes(dice: Dice, valid: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(valid);
  for (let flips = dice.between(1, 3); flips > 0; flips--) copy[dice.below(copy.length)] = dice.below(BYTE);
  const end = dice.chance(0.3) ? dice.below(copy.length) : copy.length;
  return copy.slice(0, end);
}

function bytes(dice: Dice, length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, () => dice.below(BYTE));
}

/** One value somewhere inside is odd, missing, or one too many. */
function mutated(dice: Dice, value: unknown): unknown {
  if (typeof value !== "object" || value === null || dice.chance(0.15)) return dice.pick(ODD);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (dice.chance(0.2)) return [...items, ...items, dice.pick(ODD)];
    const place = dice.below(items.length);
    return items.map((item, index) => (index === place ? mutated(dice, item) : item));
  }
  const entries = Object.entries(value);
  const place = dice.below(entries.length);
  const kind = dice.next();
  if (kind < 0.2) return { ...value, extra: dice.pick(ODD) };
  if (kind < 0.4) return Object.fromEntries(entries.filter((_, index) => index !== place));
  return Object.fromEntries(entries.map(([key, item], index) => [key, index === place ? mutated(dice, item) : item]));
}

/** A letter is lost, doubled or another one. */
function misprinted(dice: Dice, text: string): string {
  const place = dice.below(text.length);
  const instead = dice.pick(["", '"', "{", "}", ",", "9", "\u0000", text.charAt(place).repeat(2)]);
  return text.slice(0, place) + instead + text.slice(place + 1);
}
