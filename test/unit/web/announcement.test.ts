import { expect, test } from "vitest";
import { announce, NOTHING_ANNOUNCED } from "../../../src/web/dispatch/announcement.ts";

const NOW = 1_800_000_000_000;

test("how many need attention is said when it changed, and not within fifteen seconds", () => {
  const first = announce(NOTHING_ANNOUNCED, 3, NOW);
  expect(first).toEqual({ exceptions: 3, at: NOW });
  expect(announce(first, 4, NOW + 14_999)).toBe(first);
  expect(announce(first, 4, NOW + 15_000)).toEqual({ exceptions: 4, at: NOW + 15_000 });
  expect(announce(first, 3, NOW + 60_000)).toBe(first);
});
