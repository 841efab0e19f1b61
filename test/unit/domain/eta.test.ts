import { assert, double, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import { isEtaNews, leftToStopM, reportEta } from "../../../src/domain/eta.ts";
import { advanceLeg, legSeconds } from "../../../src/domain/leg-time.ts";
import type { Leg } from "../../../src/domain/leg-time.ts";
import { advanceOutlook, NO_OUTLOOK, recallEta } from "../../../src/domain/outlook.ts";
import { NO_STOP_WATCHED } from "../../../src/domain/stop-watch.ts";
import { travelSeconds } from "../../../src/domain/travel-time.ts";
import { at, START } from "./noisy-drive.ts";
import { planOf, stopAt } from "./planned-trip.ts";

const metres = double({ min: 0, max: 200_000, noNaN: true });

test("a longer way takes longer, at a higher speed, and a slow hour in proportion", () => {
  assert(
    property(metres, double({ min: 1, max: 50_000, noNaN: true }), (way, more) => {
      const [short, long] = [travelSeconds(way, 1), travelSeconds(way + more, 1)];
      expect(long).toBeGreaterThan(short);
      expect((way + more) / long).toBeGreaterThanOrEqual(way / Math.max(short, 1e-9) - 1e-9);
      expect(travelSeconds(way, 1.5)).toBeCloseTo(1.5 * short, 6);
    }),
  );
});

/** A drive whose speed changes: what was forecast at each fix, and what came true. */
function forecasts(speeds: readonly number[], everySeconds = 10) {
  const lengthM = speeds.reduce((sum, speed) => sum + speed * everySeconds, 0);
  let leg: Leg | null = null;
  let leftM = lengthM;
  return speeds.map((speedMps, index) => {
    const now = START + index * everySeconds * 1000;
    leg = advanceLeg(leg, { stopId: "a", leftM, speedMps, at: now, isParked: false });
    const own = legSeconds(leg, leftM, 1);
    const naive = leftM / Math.max(0.5, leg.speedMps ?? speedMps);
    leftM -= speedMps * everySeconds;
    const truth = (speeds.length - index) * everySeconds;
    return { own: Math.abs(own - truth), naive: Math.abs(naive - truth) };
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("from the first metre it errs far less than distance by speed, which believes every red light", () => {
  // Start, red light, side streets, red light, avenue, side street: ten minutes.
  const speeds = [1, 3, 6, 8, 8, 0, 0, 0, 7, 9, 9, 8, 0, 0, 5, 9, 12, 12, 12, 12, 12, 0, 0, 0, 0, 8, 10, 10, 10, 10];
  const city = [...speeds, ...speeds];
  const early = forecasts(city).slice(0, 15);
  expect(mean(early.map(({ own }) => own)) * 2).toBeLessThan(mean(early.map(({ naive }) => naive)));
  // 64 s of 600 s at the most in the first quarter.
  expect(mean(early.map(({ own }) => own))).toBeLessThan(90);
});

test("in a jam it grows, on an empty road it shrinks, and both stay within half and twice", () => {
  const drive = (speedMps: number, seconds: number) => {
    let leg: Leg | null = null;
    for (let second = 0; second <= seconds; second += 10) {
      const sight = { stopId: "a", leftM: 20_000 - second * speedMps, at: START + second * 1000, isParked: false };
      leg = advanceLeg(leg, { ...sight, speedMps });
    }
    const leftM = 20_000 - seconds * speedMps;
    return leg ? legSeconds(leg, leftM, 1) / travelSeconds(leftM, 1) : Number.NaN;
  };
  const [jam, empty] = [drive(3, 900), drive(17, 300)];
  expect(jam).toBeGreaterThan(1.3);
  expect(jam).toBeLessThanOrEqual(2);
  expect(empty).toBeLessThan(0.95);
  expect(empty).toBeGreaterThanOrEqual(0.5);
});

const anyLeg = record({
  startedM: metres,
  leftM: metres,
  elapsed: integer({ min: 0, max: 20_000 }),
  speedMps: double({ min: 0, max: 60, noNaN: true }),
});

test("whatever a drive looks like, its forecast is a time that is not negative", () => {
  assert(
    property(anyLeg, ({ startedM, leftM, elapsed, speedMps }) => {
      const leg = { stopId: "a", startedAt: START, startedM, speedMps, at: START + elapsed * 1000 };
      const seconds = legSeconds(leg, leftM, 1);
      expect(Number.isFinite(seconds) && seconds >= 0).toBe(true);
      expect(seconds).toBeLessThanOrEqual(Math.max(2 * travelSeconds(leftM, 1), leftM / 1.5));
    }),
  );
});

test("later stops follow in order, each after the service of the one before, with a growing band", () => {
  const stops = [0, 1000, 2500, 2600, 9000].map((x, index) => stopAt(`${index}`, x, { windowEndsAt: START + 950_000 }));
  const next = { index: 0, leftM: 500, etaAt: START + 120_000, hereSince: null };
  for (const isMapped of [false, true]) {
    const report = reportEta(planOf(stops, isMapped), next, START, 1);
    expect(report.stops.map(({ stopId }) => stopId)).toEqual(["0", "1", "2", "3", "4"]);
    const times = report.stops.map(({ etaAt }) => etaAt);
    for (const [index, etaAt] of times.entries())
      expect(etaAt).toBeGreaterThanOrEqual((times[index - 1] ?? START) + (index > 0 ? 120_000 : 0));
    const bands = report.stops.map(({ etaAt, p90At }) => p90At - etaAt);
    expect(bands).toEqual(bands.toSorted((a, b) => a - b));
    expect(bands[0]).toBeGreaterThanOrEqual(60_000);
    expect(report.stops.map(({ late }) => late)).toEqual([false, false, false, true, true]);
  }
});

test("at a stop, what is left of its service comes before the next drive", () => {
  const plan = planOf([
    stopAt("a", 0, { status: "arrived" }),
    stopAt("b", 1000),
    stopAt("c", 1000, { status: "done" }),
  ]);
  const etaOfB = (hereSince: number) =>
    reportEta(plan, { index: 0, leftM: 0, etaAt: hereSince, hereSince }, START, 1).stops.map(({ etaAt }) => etaAt)[1];
  const drive = travelSeconds(1200, 1) * 1000;
  expect(etaOfB(START)).toBeCloseTo(START + 120_000 + drive, -4);
  expect(etaOfB(START - 600_000)).toBeCloseTo(START + drive, -4);
});

test("along a path the way to a stop is the path's, never less than the crow's", () => {
  const plan = planOf([stopAt("a", 3000)], true);
  expect(leftToStopM(plan, 0, at(1000, 0), 1000)).toBeCloseTo(2000, -1);
  expect(leftToStopM(plan, 0, at(3500, 0), 3500)).toBeCloseTo(500, -1);
  expect(leftToStopM(plan, 0, at(1000, 0), null)).toBeCloseTo(2400, -1);
});

test("a forecast that slips by seconds is told again each time it has slipped by a minute", () => {
  const needs = { plan: planOf([stopAt("a", 3000)]), route: null, stops: NO_STOP_WATCHED, hourFactor: 1 };
  const still = { ...at(0, 0), accuracyM: 8, speedMps: 0, headingDeg: null, held: true };
  let outlook = NO_OUTLOOK;
  const told: number[] = [];
  for (let second = 0; second <= 600; second += 10) {
    const step = advanceOutlook(outlook, { ...still, at: START + second * 1000 }, needs);
    ({ outlook } = step);
    if (step.eta) told.push(step.eta.stops[0]?.etaAt ?? 0);
  }
  expect(told.length).toBeGreaterThan(8);
  const slips = told.slice(1).map((etaAt, index) => etaAt - (told[index] ?? 0));
  expect(Math.min(...slips)).toBeGreaterThan(60_000);
});

test("what was told last is known again from what little is remembered, until the plan has gone on", () => {
  const stops = [stopAt("a", 3000), stopAt("b", 5000), stopAt("c", 6000)];
  const needs = { plan: planOf(stops), route: null, stops: NO_STOP_WATCHED, hourFactor: 1 };
  const place = { ...at(0, 0), accuracyM: 8, speedMps: 9, headingDeg: 90, held: false, at: START };
  const { outlook, eta } = advanceOutlook(NO_OUTLOOK, place, needs);
  expect(eta?.stops.map(({ stopId }) => stopId)).toEqual(["a", "b", "c"]);
  expect(recallEta(outlook, place, needs)).toEqual(eta);
  const goneOn = planOf([stopAt("a", 3000, { status: "done" }), ...stops.slice(1)]);
  expect(recallEta(outlook, place, { ...needs, plan: goneOn })).toBeNull();
  expect(recallEta(NO_OUTLOOK, place, needs)).toBeNull();
});

test("a minute, another stop, another plan and an arrival are news; 60 seconds are not", () => {
  const told = { revision: 1, stopId: "a", etaAt: START, isHere: false };
  expect(isEtaNews(null, told)).toBe(true);
  expect(isEtaNews(told, { ...told, etaAt: START + 60_000 })).toBe(false);
  expect(isEtaNews(told, { ...told, etaAt: START - 60_001 })).toBe(true);
  expect(isEtaNews(told, { ...told, stopId: "b" })).toBe(true);
  expect(isEtaNews(told, { ...told, revision: 2 })).toBe(true);
  expect(isEtaNews(told, { ...told, isHere: true })).toBe(true);
});
