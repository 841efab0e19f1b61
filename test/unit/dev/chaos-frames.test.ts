import { expect, test } from "vitest";
import { Dice } from "../../../dev/chaos/dice.ts";
import { tryFrames } from "../../../dev/chaos/try-frames.ts";

/** A slice for every run, always the same; `npm run chaos` tries a million, and other ones. */
const FRAMES = 25_000;
const SEED = 20_261_121;

test("no frame makes a reader throw, or mean two things", () => {
  const { accepted, refused, wrong } = tryFrames(new Dice(SEED), FRAMES);
  expect(wrong).toEqual([]);
  // Four readers look at each; a generator of nothing but noise, or of nothing wrong, would prove nothing.
  expect(accepted + refused).toBe(4 * FRAMES);
  expect(accepted / FRAMES).toBeGreaterThan(0.1);
  expect(refused / FRAMES).toBeGreaterThan(1);
});
