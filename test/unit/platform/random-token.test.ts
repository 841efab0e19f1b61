import { expect, test } from "vitest";
import { randomDigits, randomToken } from "../../../src/platform/random-token.ts";

test("draws that would favour low codes are thrown away", () => {
  const draws = [2 ** 32 - 1, 4_294_000_000, 4_293_999_999];
  expect(randomDigits(6, () => draws.shift() ?? 0)).toBe("999999");
  expect(draws).toEqual([]);
});

test("low codes keep their zeros", () => {
  expect(randomDigits(6, () => 42)).toBe("000042");
});

test("codes spread evenly over their first digit", () => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (let n = 0; n < 20_000; n++) {
    const first = Number(randomDigits(6).charAt(0));
    counts[first] = (counts[first] ?? 0) + 1;
  }
  // 2,000 each; 300 is seven standard deviations, so chance fails this once in 10^11 runs.
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(300);
});

test("tokens carry all their bits and never repeat", () => {
  const tokens = new Set(Array.from({ length: 1000 }, () => randomToken(16)));
  expect(tokens.size).toBe(1000);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{22}$/);
});
