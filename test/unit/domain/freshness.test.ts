import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { freshness } from "../../../src/domain/freshness.ts";

const SECOND = 1000;
const ORDER = ["live", "recent", "stale", "offline"];

test.each([
  [10, 5, "live"],
  [11, 5, "recent"],
  [90, 5, "recent"],
  [91, 5, "stale"],
  [300, 5, "stale"],
  [301, 5, "offline"],
  [120, 60, "live"],
  [121, 60, "stale"],
  [301, 600, "offline"],
] as const)("a fix of %d s, due each %d s, is %s", (age, interval, expected) => {
  expect(freshness(age * SECOND, interval * SECOND)).toBe(expected);
});

test("a fix from a clock that is ahead is live", () => {
  expect(freshness(-3 * SECOND, 5 * SECOND)).toBe("live");
});

test("nothing gets fresher by waiting", () => {
  const ages = integer({ min: 0, max: 600 * SECOND });
  assert(
    property(ages, ages, integer({ min: SECOND, max: 90 * SECOND }), (age, wait, interval) => {
      const before = ORDER.indexOf(freshness(age, interval));
      expect(ORDER.indexOf(freshness(age + wait, interval))).toBeGreaterThanOrEqual(before);
    }),
  );
});
