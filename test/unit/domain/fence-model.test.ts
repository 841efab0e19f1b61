import fc from "fast-check";
import { expect, test } from "vitest";
import { indexFences } from "../../../src/domain/fence-index.ts";
import type { Fence } from "../../../src/domain/fence-index.ts";
import { advanceFences, checkDwell, NO_FENCES_WATCHED } from "../../../src/domain/fence-watch.ts";
import type { FenceEvent, FencePlace, FenceWatch } from "../../../src/domain/fence-watch.ts";
import { at, START } from "./noisy-drive.ts";

const RADIUS_M = 100;
const DWELL_SECONDS = 60;
const RUNS = 1_000;

/** Two that overlap, so that crossings of both come in any order. */
const fences: Fence[] = [0, 120].map((x) => ({
  fenceId: `at-${x}`,
  shape: { kind: "circle", ...at(x, 0), radiusM: RADIUS_M },
  onEnter: true,
  onLeave: true,
  dwellSeconds: DWELL_SECONDS,
}));
const index = indexFences(fences);

interface Spot {
  readonly x: number;
  readonly seconds: number;
  readonly accuracyM: number;
  /** The alarm rings before this fix. */
  readonly alarm: boolean;
}

/** Around the edges most of all. */
const spot: fc.Arbitrary<Spot> = fc.record({
  x: fc.oneof(
    fc.integer({ min: -300, max: 400 }),
    fc.integer({ min: 70, max: 150 }),
    fc.integer({ min: -140, max: -80 }),
  ),
  seconds: fc.integer({ min: 1, max: 40 }),
  accuracyM: fc.integer({ min: 3, max: 80 }),
  alarm: fc.boolean(),
});

function run(spots: readonly Spot[]) {
  let [watch, now]: [FenceWatch, number] = [NO_FENCES_WATCHED, START];
  const told: (FenceEvent & { place: FencePlace; x: number })[] = [];
  const insides: ReadonlySet<string>[] = [];
  for (const { x, seconds, accuracyM, alarm } of spots) {
    now += seconds * 1000;
    const place = { ...at(x, 0), accuracyM, at: now };
    const note = (events: readonly FenceEvent[]) => told.push(...events.map((event) => ({ ...event, place, x })));
    if (alarm) {
      const rung = checkDwell(watch, now - 1);
      watch = rung.watch;
      note(rung.events);
    }
    const step = advanceFences(watch, place, index);
    // What is remembered travels as JSON through sleep: nothing may hang on more than that.
    watch = JSON.parse(JSON.stringify(step.watch));
    note(step.events);
    insides.push(new Set(watch.watched.filter(({ inside }) => inside).map(({ fenceId }) => fenceId)));
  }
  return { told, insides, now };
}

test("each fence is entered, at most once dwelt in, and left, in that order and never twice", () => {
  let dwelt = 0;
  fc.assert(
    fc.property(fc.array(spot, { minLength: 5, maxLength: 60 }), (spots) => {
      const { told, insides } = run(spots);
      for (const { fenceId } of fences) {
        const events = told.filter((event) => event.fenceId === fenceId);
        const story = events.map(({ crossing }) => crossing[0]).join("");
        expect(story).toMatch(/^(ed?l)*(ed?)?$/);
        expect(insides.at(-1)?.has(fenceId)).toBe(/[ed]$/.test(story));
        expect(events.map((event) => event.at)).toEqual(events.map((event) => event.at).toSorted((a, b) => a - b));
        let enteredAt = 0;
        for (const event of events) {
          if (event.crossing === "entered") enteredAt = event.at;
          if (event.crossing !== "dwelt") continue;
          dwelt += 1;
          expect(event.at).toBe(enteredAt + DWELL_SECONDS * 1000);
        }
      }
    }),
    { numRuns: RUNS },
  );
  expect(dwelt).toBeGreaterThan(RUNS / 10);
});

test("nothing is entered from outside, and nothing is left from inside", () => {
  let told = 0;
  fc.assert(
    fc.property(fc.array(spot, { minLength: 5, maxLength: 60 }), (spots) => {
      const events = run(spots).told.map((event) => ({
        ...event,
        depthM: RADIUS_M - Math.abs(event.x - Number(event.fenceId.slice(3))),
      }));
      told += events.length;
      // A fast pass is told by the fix behind it, with both crossings at once and little confidence.
      const isPass = ({ confidence, depthM }: (typeof events)[number]) => confidence === "low" && depthM < 0;
      const entered = events.filter((event) => event.crossing === "entered" && !isPass(event));
      expect(Math.min(...entered.map(({ depthM }) => depthM))).toBeGreaterThan(-1);
      const left = events.filter(({ crossing }) => crossing === "left");
      expect(Math.max(...left.map(({ depthM }) => depthM))).toBeLessThan(1);
    }),
    { numRuns: RUNS },
  );
  expect(told).toBeGreaterThan(RUNS);
});

test("standing at the edge never flaps: nobody has left before twenty seconds outside without a fix inside", () => {
  const edge = fc.record({
    x: fc.integer({ min: 71, max: 129 }),
    seconds: fc.integer({ min: 1, max: 15 }),
    accuracyM: fc.constant(30),
    alarm: fc.boolean(),
  });
  const lone = indexFences(fences.slice(0, 1));
  let left = 0;
  fc.assert(
    fc.property(fc.array(edge, { minLength: 5, maxLength: 60 }), (spots) => {
      let [watch, now]: [FenceWatch, number] = [NO_FENCES_WATCHED, START];
      let outsideSince: number | null = null;
      const waits: number[] = [];
      for (const { x, seconds, accuracyM } of spots) {
        now += seconds * 1000;
        const step = advanceFences(watch, { ...at(x, 0), accuracyM, at: now }, lone);
        watch = step.watch;
        // Half a metre either way: the flat map and the circle disagree by that much.
        outsideSince = x > RADIUS_M - 0.5 ? (outsideSince ?? now) : null;
        if (step.events.some(({ crossing }) => crossing === "left")) waits.push(now - (outsideSince ?? now));
      }
      left += waits.length;
      expect(waits.filter((waitMs) => waitMs < 20_000)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  expect(left).toBeGreaterThan(RUNS / 10);
});

test("what no rule asks for is not told, and everything else is as it was", () => {
  const quiet = indexFences(fences.map((fence) => ({ ...fence, onEnter: false, dwellSeconds: null })));
  fc.assert(
    fc.property(fc.array(spot, { minLength: 5, maxLength: 40 }), (spots) => {
      const left = run(spots).told.filter(({ crossing }) => crossing === "left");
      let [watch, now]: [FenceWatch, number] = [NO_FENCES_WATCHED, START];
      const told = spots.flatMap(({ x, seconds, accuracyM }) => {
        now += seconds * 1000;
        const step = advanceFences(watch, { ...at(x, 0), accuracyM, at: now }, quiet);
        watch = step.watch;
        return step.events;
      });
      expect(told).toEqual(left.map(({ place: _place, x: _x, ...event }) => event));
    }),
    { numRuns: RUNS },
  );
});
