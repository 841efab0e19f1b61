import { expect, test } from "vitest";
import { afterWrongFactor, isLocked, UNLOCKED, type FactorLock } from "../../../src/domain/factor-lock.ts";

const START = 1_800_000_000_000;
const MINUTE = 60_000;

function locked(lock: FactorLock, now: number): FactorLock {
  let after = lock;
  for (let n = 0; n < 5; n++) {
    expect(isLocked(after, now)).toBe(false);
    after = afterWrongFactor(after, now);
  }
  return after;
}

test("five wrong tries lock for a quarter of an hour, the next five for twice as long, at most for a day", () => {
  let lock = UNLOCKED;
  let now = START;
  for (const minutes of [15, 30, 60, 120, 240, 480, 960, 1440, 1440]) {
    lock = locked(lock, now);
    expect(isLocked(lock, now + minutes * MINUTE - 1)).toBe(true);
    now += minutes * MINUTE;
  }
  expect(isLocked(lock, now)).toBe(false);
});
