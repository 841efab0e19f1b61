import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffSeconds } from "../../../src/domain/backoff.ts";

const CAP = 600;

test("waits grow with each attempt until the cap", () => {
  expect([1, 2, 3, 9, 10, 50].map((attempt) => backoffSeconds(attempt, CAP, 1))).toEqual([2, 4, 8, 512, 600, 600]);
});

test("a wait is never shorter than half of its whole, never longer than the cap", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const wait = backoffSeconds(attempt, CAP, random);
      expect(wait).toBeGreaterThanOrEqual(Math.floor(Math.min(CAP, 2 ** attempt) / 2));
      expect(wait).toBeLessThanOrEqual(CAP);
    }),
  );
});
