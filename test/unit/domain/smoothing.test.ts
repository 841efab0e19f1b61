import { expect, test } from "vitest";
import { distanceM, localFrame, toLocal } from "../../../src/domain/geo.ts";
import { advanceMotion } from "../../../src/domain/motion.ts";
import type { Motion } from "../../../src/domain/motion.ts";
import { smooth } from "../../../src/domain/smoothing.ts";
import type { SmoothPlace, Smoothing } from "../../../src/domain/smoothing.ts";
import type { Fix } from "../../../src/protocol/live/fix.ts";
import { at, DEPOT, drive, fixAt } from "./noisy-drive.ts";
import type { Drive } from "./noisy-drive.ts";

const FRAME = localFrame(DEPOT);

function follow(fixes: readonly Fix[]) {
  let state: Smoothing | null = null;
  let motion: Motion | null = null;
  const places: SmoothPlace[] = [];
  for (const fix of fixes) {
    const step = smooth(state, fix);
    ({ state } = step);
    ({ motion } = advanceMotion(motion, step.place, true));
    places.push(step.place);
  }
  return { places, odometerM: motion?.odometerM ?? 0 };
}

/** Root mean square distance from where the vehicle really was. */
function errorM(places: readonly { lat: number; lng: number }[], { truth }: Drive): number {
  const squares = places.map((place, index) => {
    const seen = toLocal(FRAME, place);
    const real = truth[index] ?? seen;
    return (seen.x - real.x) ** 2 + (seen.y - real.y) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

function rawMetres(fixes: readonly Fix[]): number {
  return fixes.slice(1).reduce((sum, fix, index) => sum + distanceM(fixes[index] ?? fix, fix), 0);
}

test("a drive with 15 m of noise is drawn closer to the truth than it was measured", () => {
  const noisy = drive(
    [
      { x: 0, y: 0 },
      { x: 3000, y: 1000 },
      { x: 6000, y: -500 },
    ],
    { everySeconds: 2, sigmaM: 15, accuracyM: 15, seed: 7 },
  );
  const { places } = follow(noisy.fixes);
  // 19.9 m raw, 16.5 m filtered: noise that lasts for several fixes is the hard kind.
  expect(errorM(places, noisy)).toBeLessThan(0.85 * errorM(noisy.fixes, noisy));
});

test("ten minutes at a stop add next to nothing to the mileage", () => {
  const parked = drive([{ x: 0, y: 0 }], { restSeconds: 600, sigmaM: 6, accuracyM: 12, seed: 3 });
  expect(follow(parked.fixes).odometerM).toBeLessThan(rawMetres(parked.fixes) / 8);
});

test("a straight drive without noise is as long as it is", () => {
  const straight = drive([
    { x: 0, y: 0 },
    { x: 5000, y: 0 },
  ]);
  expect(follow(straight.fixes).odometerM / 5000).toBeCloseTo(1, 1);
});

test("fixes worse than 20 m are drawn, but not counted as mileage", () => {
  const coarse = drive(
    [
      { x: 0, y: 0 },
      { x: 5000, y: 0 },
    ],
    { accuracyM: 21 },
  );
  expect(follow(coarse.fixes).odometerM).toBe(0);
});

test("where the device says nothing, speed and heading come from the filter", () => {
  const east = drive([
    { x: 0, y: 0 },
    { x: 1000, y: 0 },
  ]);
  const last = follow(east.fixes).places.at(-2);
  expect(last?.speedMps).toBeCloseTo(10, 0);
  expect(last?.headingDeg).toBeCloseTo(90, 0);
  expect(smooth(null, fixAt(DEPOT, 0, { speedMps: 7.5, headingDeg: 42 })).place).toMatchObject({
    speedMps: 7.5,
    headingDeg: 42,
  });
});

test("a vehicle that rests is held still, and let go when it leaves", () => {
  const stay = drive([{ x: 0, y: 0 }], { restSeconds: 40, sigmaM: 2, seed: 5 });
  const { places } = follow([...stay.fixes, fixAt(at(40, 0), 45), fixAt(at(90, 0), 50)]);
  const resting = places.slice(6, 9);
  expect(resting.every(({ held, speedMps }) => held && speedMps === 0)).toBe(true);
  expect(new Set(resting.map(({ lat, lng }) => `${lat},${lng}`)).size).toBe(1);
  expect(places.at(-1)).toMatchObject({ held: false });
});

test("after a tunnel, or a new place, the filter begins anew instead of drawing a line through town", () => {
  for (const [place, seconds] of [
    [at(3000, 0), 200],
    [at(300, 0), 66],
    [at(700, 0), 15],
  ] as const) {
    const { places } = follow([fixAt(DEPOT, 0), fixAt(DEPOT, 5), fixAt(place, seconds)]);
    const last = places.at(-1);
    expect(last && distanceM(last, place)).toBeLessThan(0.2);
    expect(last?.speedMps).toBe(0);
  }
});

test("a long way across the country keeps its precision", () => {
  const far = drive(
    [
      { x: 0, y: 0 },
      { x: 0, y: 60_000 },
    ],
    { speedMps: 30 },
  );
  const { places } = follow(far.fixes);
  expect(errorM(places.slice(-100), { ...far, truth: far.truth.slice(-100) })).toBeLessThan(1);
  const { origin } = far.fixes.reduce<Smoothing | null>((state, fix) => smooth(state, fix).state, null) ?? {};
  expect(origin && distanceM(origin, at(0, 60_000))).toBeLessThan(5200);
});
