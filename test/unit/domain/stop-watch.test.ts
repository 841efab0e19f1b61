import { expect, test } from "vitest";
import { tellNearby, TOLD_STOPS_MAX } from "../../../src/domain/nearby-stop.ts";
import { advanceStops, NO_STOP_WATCHED } from "../../../src/domain/stop-watch.ts";
import type { TripPlan } from "../../../src/domain/trip-plan.ts";
import { at, START } from "./noisy-drive.ts";
import { planOf, stopAt } from "./planned-trip.ts";

type Step = readonly [x: number, seconds: number, speedMps: number, plan?: TripPlan];

function run(plan: TripPlan, steps: readonly Step[], accuracyM = 8) {
  let watch = NO_STOP_WATCHED;
  const told: [string, string, number][] = [];
  const waits: boolean[] = [];
  for (const [x, seconds, speedMps, changed] of steps) {
    const place = { ...at(x, 0), accuracyM, speedMps, headingDeg: null, held: false, at: START + seconds * 1000 };
    const step = advanceStops(watch, place, changed ?? plan);
    ({ watch } = step);
    waits.push(step.atPlannedStop);
    for (const event of step.events) told.push([event.kind, event.stopId, (event.at - START) / 1000]);
  }
  return { told, watch, waits };
}

const two = planOf([stopAt("a", 0), stopAt("b", 1000)]);

test("fifteen slow seconds in the circle are an arrival, fifteen outside a departure, each told from when it began", () => {
  const { told } = run(two, [
    [0, 0, 1],
    [0, 14, 1],
    [0, 15, 1],
    [51, 100, 5],
    [120, 110, 10],
    [270, 115, 10],
  ]);
  expect(told).toEqual([
    ["arrived", "a", 0],
    ["left", "a", 100],
  ]);
});

test("a van that passes, or stops short of the circle, has not arrived", () => {
  expect(
    run(two, [
      [0, 0, 8],
      [20, 5, 8],
      [40, 15, 8],
    ]).told,
  ).toEqual([]);
  expect(
    run(two, [
      [51, 0, 0],
      [51, 60, 0],
    ]).told,
  ).toEqual([]);
  expect(
    run(two, [
      [0, 0, 1],
      [10, 10, 5],
      [10, 20, 1],
      [10, 30, 1],
    ]).told,
  ).toEqual([]);
});

test("the circle grows with the error of the fix", () => {
  expect(
    run(
      two,
      [
        [70, 0, 0],
        [70, 60, 0],
      ],
      50,
    ).told,
  ).toEqual([["arrived", "a", 0]]);
});

test("a step out of the circle and back is no departure", () => {
  expect(
    run(two, [
      [0, 0, 0],
      [0, 20, 0],
      [60, 30, 1],
      [60, 40, 1],
      [0, 44, 1],
      [60, 50, 1],
    ]).told,
  ).toEqual([["arrived", "a", 0]]);
});

test("of two doors in one circle the one that is due counts, then the other without moving", () => {
  const doors = [stopAt("a", 0), stopAt("next-door", 20)];
  const done = planOf([stopAt("a", 0, { status: "done" }), stopAt("next-door", 20)]);
  const { told } = run(planOf(doors), [
    [18, 0, 0],
    [18, 20, 0],
    [18, 60, 0],
    [18, 90, 0, done],
    [18, 110, 0, done],
  ]);
  expect(told).toEqual([
    ["arrived", "a", 0],
    ["left", "a", 90],
    ["arrived", "next-door", 90],
  ]);
});

test("a stop out of turn is arrived at too, and one that is over never", () => {
  expect(
    run(two, [
      [1000, 0, 0],
      [1000, 20, 0],
    ]).told,
  ).toEqual([["arrived", "b", 0]]);
  const over = planOf([stopAt("a", 0, { status: "skipped" })]);
  expect(
    run(over, [
      [0, 0, 0],
      [0, 20, 0],
    ]).told,
  ).toEqual([]);
});

test("what the driver has said is not said again, and the departure still is", () => {
  const said = planOf([stopAt("a", 0, { status: "arrived" })]);
  expect(
    run(said, [
      [0, 0, 0],
      [0, 20, 0],
      [80, 60, 9],
      [300, 80, 9],
    ]).told,
  ).toEqual([["left", "a", 60]]);
});

test("waiting in the circle of a stop is planned", () => {
  expect(
    run(two, [
      [0, 0, 0],
      [300, 5, 0],
      [1040, 10, 0],
    ]).waits,
  ).toEqual([true, false, true]);
});

test("nearby is told once for each stop, at five minutes or 500 m", () => {
  expect(tellNearby([], "a", 501, 300_001).isNews).toBe(false);
  expect(tellNearby([], "a", 5000, 300_000)).toEqual({ told: ["a"], isNews: true });
  expect(tellNearby([], "a", 500, 900_000).isNews).toBe(true);
  expect(tellNearby(["a"], "a", 100, 0).isNews).toBe(false);
  const many = Array.from({ length: TOLD_STOPS_MAX }, (_, index) => `${index}`);
  expect(tellNearby(many, "a", 100, 0).told).toHaveLength(TOLD_STOPS_MAX);
});
