import { expect, test } from "vitest";
import type { Metres } from "../../../src/domain/geo.ts";
import { advanceRoute } from "../../../src/domain/route-progress.ts";
import type { RouteProgress } from "../../../src/domain/route-progress.ts";
import { at, START } from "./noisy-drive.ts";
import { planOf, stopAt } from "./planned-trip.ts";

const street = planOf([stopAt("a", 5000)], true);

function run(places: readonly Metres[], accuracyM = 8, plan = street) {
  let progress: RouteProgress | null = null;
  return places.map(({ x, y }) => {
    const place = { ...at(x, y), accuracyM, speedMps: 10, headingDeg: null, held: false, at: START };
    const step = advanceRoute(progress, place, plan);
    ({ progress } = step);
    return step;
  });
}

const changes = (steps: ReturnType<typeof run>) => steps.map(({ change }) => change);

test("three fixes beside the path are off the route, one on it is back", () => {
  const steps = run([
    { x: 100, y: 0 },
    { x: 200, y: 41 },
    { x: 300, y: 60 },
    { x: 400, y: 60 },
    { x: 500, y: 60 },
    { x: 600, y: 10 },
  ]);
  expect(changes(steps)).toEqual([null, null, null, "off-route", null, "back-on-route"]);
  expect(Math.round(steps.at(-1)?.progress?.alongM ?? 0)).toBe(600);
});

test("two beside and one on it are nothing, and a poor fix is given its error", () => {
  const twice = [41, 41, 0, 41, 41].map((y, index) => ({ x: index * 100, y }));
  expect(changes(run(twice))).toEqual([null, null, null, null, null]);
  const poor = [60, 60, 60].map((y, index) => ({ x: index * 100, y }));
  expect(changes(run(poor, 70))).toEqual([null, null, null]);
});

test("beside the path nothing is covered", () => {
  const steps = run([
    { x: 1000, y: 0 },
    { x: 1500, y: 300 },
  ]);
  expect(steps.map(({ progress }) => Math.round(progress?.alongM ?? 0))).toEqual([1000, 1000]);
});

test("a stop that is done keeps the progress, a path that is taken away ends the alarm", () => {
  const [first] = run([{ x: 1000, y: 0 }]);
  const place = { ...at(900, 0), accuracyM: 8, speedMps: 1, headingDeg: null, held: false, at: START };
  const next = planOf([stopAt("a", 5000, { status: "done" })], true, 2);
  expect(advanceRoute(first?.progress ?? null, place, next).progress?.alongM).toBeCloseTo(1000, 0);
  const off = { lengthM: 1, alongM: 0, offFixes: 3, isOff: true };
  expect(advanceRoute(off, place, planOf([]))).toEqual({ progress: null, change: "back-on-route" });
});
