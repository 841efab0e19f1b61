import { expect, test } from "vitest";
import { FIRST_PACE, type FramePace, nextPace } from "../../../../src/web/shared/map/overlay/frame-pace.ts";

/** Frames of one length, for so long. */
function live(pace: FramePace, frameMs: number, forMs: number, from = 0): FramePace {
  let next = pace;
  for (let now = from; now < from + forMs; now += frameMs) next = nextPace(next, frameMs, now);
  return next;
}
const perSecond = ({ intervalMs }: FramePace) => 1000 / intervalMs;

test("a quick page is drawn thirty times a second", () => {
  expect(perSecond(live(FIRST_PACE, 16.7, 60_000))).toBeCloseTo(30);
});

test("a tired page is drawn half as often, then a quarter, and never less", () => {
  expect(perSecond(live(FIRST_PACE, 30, 750))).toBeCloseTo(15);
  expect(perSecond(live(FIRST_PACE, 30, 600_000))).toBeCloseTo(7.5);
});

test("one hiccup and a pause in another tab change nothing", () => {
  expect(perSecond(nextPace(FIRST_PACE, 120, 0))).toBeCloseTo(30);
  expect(nextPace(FIRST_PACE, 60_000, 60_000)).toBe(FIRST_PACE);
});

test("once it has been quick for long enough it is tried again", () => {
  const tired = live(FIRST_PACE, 30, 750);
  expect(perSecond(live(tired, 16.7, 20_000, 750))).toBeCloseTo(15);
  expect(perSecond(live(tired, 16.7, 40_000, 750))).toBeCloseTo(30);
});
