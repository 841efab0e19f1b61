import { expect, test } from "vitest";
import { isWanted } from "../../../../src/domain/live-client/fix-gate.ts";
import type { FixDraft } from "../../../../src/domain/live-client/outbox.ts";

const NOW = 1_800_000_000_000;

function fix(afterMs: number, northM = 0): FixDraft {
  const lat = 52.5 + northM / 111_195;
  return { at: NOW + afterMs, lat, lng: 13.4, accuracyM: 5, speedMps: null, headingDeg: null, flags: 0 };
}

const CADENCE = { intervalMs: 5_000, minDistanceM: 0 };

test("the first is always wanted, the next ones in the interval that was asked for", () => {
  expect(isWanted(null, fix(0), CADENCE)).toBe(true);
  expect(isWanted(fix(0), fix(4_499), CADENCE)).toBe(false);
  expect(isWanted(fix(0), fix(4_500), CADENCE)).toBe(true);
});

test("a phone that stands still is not heard where only movement is asked for", () => {
  const cadence = { intervalMs: 5_000, minDistanceM: 100 };
  expect(isWanted(fix(0), fix(60_000, 99), cadence)).toBe(false);
  expect(isWanted(fix(0), fix(60_000, 101), cadence)).toBe(true);
  expect(isWanted(fix(0), fix(1_000, 101), cadence)).toBe(false);
});

test("a clock that was turned back does not silence it", () => {
  expect(isWanted(fix(3_600_000), fix(0), CADENCE)).toBe(true);
});
