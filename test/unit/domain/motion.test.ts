import { expect, test } from "vitest";
import { advanceMotion } from "../../../src/domain/motion.ts";
import type { Motion } from "../../../src/domain/motion.ts";
import { at, START } from "./noisy-drive.ts";

/** One place each ten seconds: where, and whether it is a planned stop. */
function run(steps: readonly (readonly [x: number, atStop: boolean])[]) {
  let motion: Motion | null = null;
  return steps.map(([x, atStop], index) => {
    const place = { ...at(x, 0), accuracyM: 8, speedMps: 0, headingDeg: null, held: false, at: START + index * 10_000 };
    const step = advanceMotion(motion, place, atStop);
    ({ motion } = step);
    return { ...step, state: step.motion.state };
  });
}

const stand = (x: number, fixes: number, atStop = false) => Array.from({ length: fixes }, () => [x, atStop] as const);

test("90 seconds within 60 m are a stop, and 61 m further it moves again", () => {
  const steps = run([...stand(0, 10), [59, false], [61, false]]);
  expect(steps.map(({ state }) => state)).toEqual([...Array(9).fill("moving"), "stopped", "stopped", "moving"]);
});

test("five minutes at no planned place are idling, told once, at the moment when they were over", () => {
  const steps = run([...stand(0, 40), [100, false]]);
  const told = steps.filter(({ idle }) => idle !== null);
  expect(told.map(({ idle, at: when }) => [idle, when - START])).toEqual([
    ["began", 300_000],
    ["ended", 400_000],
  ]);
});

test("a planned stop may last as long as it takes, and the five minutes begin after it", () => {
  const steps = run([...stand(0, 60, true), ...stand(0, 31), ...stand(0, 5, true)]);
  const told = steps.map(({ idle }, index) => [index, idle] as const).filter(([, idle]) => idle !== null);
  expect(told).toEqual([
    [90, "began"],
    [91, "ended"],
  ]);
});

test("a leap that no vehicle makes is not driven", () => {
  const steps = run([
    [0, false],
    [500, false],
    [90_000, false],
    [90_100, false],
  ]);
  expect(steps.at(-1)?.motion.odometerM).toBeCloseTo(600, 0);
});
