const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** With a window of three steps, five tries hit a six-digit code once in 66,000 times. */
const TRIES_BEFORE_LOCK = 5;
/** Doubling turns a day of guessing into about 35 tries. */
const FIRST_LOCK_MS = 15 * MINUTE_MS;
/** Who comes back the next day may try again, whatever happened. */
const LONGEST_LOCK_MS = 24 * HOUR_MS;

/** Wrong second factors since the last right one. */
export interface FactorLock {
  readonly failures: number;
  readonly locks: number;
  readonly lockedUntil: number;
}

export const UNLOCKED: FactorLock = { failures: 0, locks: 0, lockedUntil: 0 };

export function isLocked(lock: FactorLock, now: number): boolean {
  return now < lock.lockedUntil;
}

export function afterWrongFactor(lock: FactorLock, now: number): FactorLock {
  const failures = lock.failures + 1;
  if (failures < TRIES_BEFORE_LOCK) return { ...lock, failures };
  const pause = Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** lock.locks);
  return { failures: 0, locks: lock.locks + 1, lockedUntil: now + pause };
}
