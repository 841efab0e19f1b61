import { expect, test } from "vitest";
import { NEW_STREAM } from "../../../src/domain/stream-mark.ts";
import { markTime, unknownTimes } from "../../../src/domain/timed-mark.ts";
import type { WireFix } from "../../../src/protocol/live/fix.ts";

const NOON = 1_800_000_000_000;
const MINUTE_MS = 60_000;

function fix(at: number): WireFix {
  return [at, at, 52.5, 13.4, 5, null, null, 0];
}

function mustNotLook(): number[] {
  throw new Error("looked up what is stored");
}

test("what is newer than everything before is new without a look-up, and within one message once", () => {
  const mark = markTime(NEW_STREAM, NOON);
  const fresh = unknownTimes([fix(NOON + 1), fix(NOON + 1), fix(NOON + 2)], mark, mustNotLook);
  expect(fresh.map(([seq]) => seq)).toEqual([NOON + 1, NOON + 2]);
});

test("what is not newer is new unless it is stored", () => {
  const mark = markTime(NEW_STREAM, NOON);
  const stored = [NOON, NOON - 5_000];
  const sent = [NOON - 10_000, NOON - 5_000, NOON, NOON + 1].map(fix);
  expect(unknownTimes(sent, mark, () => stored).map(([seq]) => seq)).toEqual([NOON - 10_000, NOON + 1]);
});

test("the look-up spans the old numbers, and ten minutes before them for a clock that is ahead", () => {
  const asked: number[][] = [];
  unknownTimes([fix(NOON - 3), fix(NOON - 9), fix(NOON + 9)], markTime(NEW_STREAM, NOON), (from, to) => {
    asked.push([from, to]);
    return [];
  });
  expect(asked).toEqual([[NOON - 9 - 10 * MINUTE_MS, NOON - 3]]);
});

test("the mark never falls, and makes no gaps to remember", () => {
  const mark = markTime(markTime(NEW_STREAM, NOON), NOON - 1);
  expect(mark).toEqual({ whole: NOON, ahead: [] });
});

test("a day's recording does not exhaust the stack", () => {
  const sent = Array.from({ length: 20_000 }, (_, index) => fix(NOON - index));
  expect(unknownTimes(sent, markTime(NEW_STREAM, NOON), () => [])).toHaveLength(20_000);
});
