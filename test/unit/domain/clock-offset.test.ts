import { expect, test } from "vitest";
import { clockOffset, isClockSuspect, requestOffsetMs } from "../../../src/domain/clock-offset.ts";

test("the quickest of three exchanges decides", () => {
  const exchanges = [
    { sentAt: 1000, heardAt: 1900, serverAt: 61_800 },
    { sentAt: 2000, heardAt: 2080, serverAt: 62_041 },
    { sentAt: 3000, heardAt: 3400, serverAt: 63_300 },
  ];
  expect(clockOffset(exchanges)).toEqual({ offsetMs: 60_001, roundTripMs: 80 });
});

test("an answer that came before its question says nothing", () => {
  expect(clockOffset([{ sentAt: 5000, heardAt: 4000, serverAt: 9000 }])).toBeNull();
  expect(clockOffset([])).toBeNull();
});

test("five minutes off, or two seconds since the last greeting, is suspect", () => {
  expect(isClockSuspect(300_000, null)).toBe(false);
  expect(isClockSuspect(-300_001, null)).toBe(true);
  expect(isClockSuspect(10_000, 8000)).toBe(false);
  expect(isClockSuspect(10_000, 7999)).toBe(true);
});

test("a request says how far a clock is off, unless its way alone may be the difference", () => {
  expect(requestOffsetMs(100_000, 120_000)).toBe(0);
  expect(requestOffsetMs(100_000, 120_001)).toBe(20_001);
  expect(requestOffsetMs(500_000, 100_000)).toBe(-400_000);
  expect(requestOffsetMs(undefined, 100_000)).toBe(0);
});
