import { expect, test } from "vitest";
import { indexFences } from "../../../src/domain/fence-index.ts";
import type { Fence } from "../../../src/domain/fence-index.ts";
import {
  advanceFences,
  checkDwell,
  nextDwellAt,
  NO_FENCES_WATCHED,
  WATCHED_FENCES_MAX,
} from "../../../src/domain/fence-watch.ts";
import type { FencePlace } from "../../../src/domain/fence-watch.ts";
import { at, drive, START } from "./noisy-drive.ts";

const depot: Fence = {
  fenceId: "depot",
  shape: { kind: "circle", ...at(0, 0), radiusM: 100 },
  onEnter: true,
  onLeave: true,
  dwellSeconds: 120,
};
const index = indexFences([depot]);

function watch(places: readonly FencePlace[], fences = index) {
  let state = NO_FENCES_WATCHED;
  const events = places.flatMap((place) => {
    const step = advanceFences(state, place, fences);
    state = step.watch;
    return step.events;
  });
  return { state, events, told: events.map(({ crossing }) => crossing) };
}

const spot = (x: number, seconds: number, accuracyM = 10): FencePlace => ({
  ...at(x, 0),
  accuracyM,
  at: START + seconds * 1000,
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  "15 m of noise around a visit: one enter, one dwell, one exit (seed %i)",
  (seed) => {
    const visit = drive(
      [
        { x: -800, y: 0 },
        { x: -60, y: 0 },
        { x: -800, y: 0 },
      ],
      { restSeconds: 200, sigmaM: 15, seed },
    );
    const places = visit.fixes.map(({ lat, lng, at: when }) => ({ lat, lng, accuracyM: 15, at: when }));
    expect(watch(places).told).toEqual(["entered", "dwelt", "left"]);
  },
);

test("clearly inside counts at once; barely inside needs a second fix, and counts from the first", () => {
  expect(watch([spot(90, 0)]).events).toEqual([
    { fenceId: "depot", crossing: "entered", at: START, confidence: "high" },
  ]);
  expect(watch([spot(98, 0)]).events).toEqual([]);
  expect(watch([spot(98, 0), spot(105, 5), spot(98, 10)]).events).toEqual([]);
  expect(watch([spot(98, 0), spot(98, 5)]).events).toEqual([
    { fenceId: "depot", crossing: "entered", at: START, confidence: "low" },
  ]);
});

test("far outside counts at once; near the edge it takes three fixes and twenty seconds", () => {
  expect(watch([spot(0, 0), spot(131, 5)]).told).toEqual(["entered", "left"]);
  expect(watch([spot(0, 0), spot(110, 5), spot(110, 10), spot(110, 15)]).told).toEqual(["entered"]);
  const slow = watch([spot(0, 0), spot(112, 5), spot(112, 15), spot(112, 25)]);
  expect(slow.events.at(-1)).toEqual({ fenceId: "depot", crossing: "left", at: START + 5000, confidence: "high" });
  expect(watch([spot(0, 0), spot(112, 5), spot(112, 30)]).told).toEqual(["entered"]);
  expect(watch([spot(0, 0), spot(110, 5), spot(90, 15), spot(110, 25), spot(110, 30)]).told).toEqual(["entered"]);
});

test("the worse the fix, the farther out it must be", () => {
  expect(watch([spot(0, 0), spot(150, 5, 60)]).told).toEqual(["entered"]);
  expect(watch([spot(0, 0, 5), spot(125, 5, 5)]).told).toEqual(["entered"]);
  expect(watch([spot(0, 0), spot(165, 5, 60)]).told).toEqual(["entered", "left"]);
});

test("a fast pass between two sparse fixes is seen, a touched corner is not", () => {
  expect(watch([spot(-400, 0), spot(400, 30)]).events).toMatchObject([
    { crossing: "entered", confidence: "low" },
    { crossing: "left", confidence: "low" },
  ]);
  const past = (y: number) => [-400, 400].map((x, turn) => ({ ...at(x, y), accuracyM: 10, at: START + turn * 30_000 }));
  expect(watch(past(97)).told).toEqual([]);
  expect(watch(past(90)).told).toEqual(["entered", "left"]);
});

test("a leap that nobody drives passes through nothing", () => {
  expect(watch([spot(-4000, 0), spot(4000, 30)]).told).toEqual([]);
});

test("the alarm tells of dwelling at its time, once, and says how sure it is", () => {
  const { state } = watch([spot(0, 0)]);
  const due = nextDwellAt(state);
  expect(due).toBe(START + 120_000);
  expect(checkDwell(state, START + 119_999).events).toEqual([]);
  const told = checkDwell(state, START + 120_000);
  expect(told.events).toEqual([{ fenceId: "depot", crossing: "dwelt", at: START + 120_000, confidence: "low" }]);
  expect(nextDwellAt(told.watch)).toBeNull();
  expect(checkDwell(told.watch, START + 500_000).events).toEqual([]);
});

test("while it is in doubt whether somebody has left, the alarm says nothing and is not set again", () => {
  const { state } = watch([spot(0, 0), spot(110, 110)]);
  expect(nextDwellAt(state)).toBeNull();
  expect(checkDwell(state, START + 130_000).events).toEqual([]);
  expect(watch([spot(0, 0), spot(110, 110), spot(90, 130)]).told).toEqual(["entered", "dwelt"]);
});

test("who left before the time has not dwelt, even if that is known only later", () => {
  expect(watch([spot(0, 0), spot(110, 110), spot(110, 130), spot(110, 150)]).told).toEqual(["entered", "left"]);
});

test("a fence that was deleted is forgotten without a word", () => {
  const { state } = watch([spot(0, 0)]);
  const step = advanceFences(state, spot(500, 5), indexFences([]));
  expect(step.events).toEqual([]);
  expect(step.watch.watched).toEqual([]);
});

test("more fences than it can remember are told of once each, not with every fix", () => {
  const stack = Array.from({ length: WATCHED_FENCES_MAX + 5 }, (_, i) => ({ ...depot, fenceId: `${i}` }));
  expect(watch([spot(0, 0), spot(1, 5), spot(2, 10)], indexFences(stack)).told).toHaveLength(WATCHED_FENCES_MAX);
});
