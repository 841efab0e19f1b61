import { expect, test } from "vitest";
import { turnAt } from "../../../src/domain/turn.ts";

const EVERY_MS = 300_000;
const NOON = 1_800_000_000_000;

test.each([
  [0, 1],
  [200, 1],
  [201, 2],
  [1_000, 5],
])("everybody of %i has had a turn after %i rounds, and nobody two", (count, rounds) => {
  const seen = Array.from({ length: rounds }, (_, round) => {
    const { skip, limit } = turnAt(NOON + round * EVERY_MS, EVERY_MS, { count, limit: 200 });
    return Array.from({ length: Math.min(limit, count - skip) }, (__, index) => skip + index);
  });
  expect(seen.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
});

test("two looks within one round are at the same ones", () => {
  const round = { count: 1_000, limit: 200 };
  expect(turnAt(NOON + EVERY_MS - 1, EVERY_MS, round)).toEqual(turnAt(NOON, EVERY_MS, round));
});
