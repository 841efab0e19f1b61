import { expect, test } from "vitest";
import { Dice } from "../../../../dev/chaos/dice.ts";
import { shiftFrom } from "../../../../dev/sim/model/shift.ts";

const HOUR_MS = 3_600_000;
const DRIVERS = 100;
const HOURS = 7 * 24;

test("drivers go home and come back, and round the clock most of them are at work", () => {
  const atWork = Array.from({ length: HOURS }, () => 0);
  let shifts = 0;
  for (let driver = 0; driver < DRIVERS; driver++) {
    const dice = new Dice(driver);
    for (let now = 0; now < HOURS * HOUR_MS; shifts++) {
      const { endsAt, nextAt } = shiftFrom(now, dice);
      for (let hour = Math.ceil(now / HOUR_MS); hour < Math.min(HOURS, endsAt / HOUR_MS); hour++)
        atWork[hour] = (atWork[hour] ?? 0) + 1;
      now = nextAt;
    }
  }
  expect(shifts).toBeGreaterThan(DRIVERS * 10);
  expect(atWork[0]).toBe(DRIVERS);
  // After the first day nobody can tell that they began together.
  const later = atWork.slice(24);
  expect(Math.min(...later)).toBeGreaterThan(DRIVERS / 2);
  expect(Math.max(...later)).toBeLessThan(DRIVERS);
});
