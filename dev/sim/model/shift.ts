import type { Dice } from "../../chaos/dice.ts";

const HOUR_MS = 3_600_000;
/** So unlike that drivers who began together come and go one by one from then on, and most are always there. */
const AT_WORK_MS = [3 * HOUR_MS, 9 * HOUR_MS] as const;
const AT_HOME_MS = [1 * HOUR_MS, 2 * HOUR_MS] as const;

export interface Shift {
  /** A round that has begun by then is driven to its end. */
  readonly endsAt: number;
  readonly nextAt: number;
}

/** The shift that begins now. */
export function shiftFrom(now: number, dice: Dice): Shift {
  const endsAt = now + dice.between(...AT_WORK_MS);
  return { endsAt, nextAt: endsAt + dice.between(...AT_HOME_MS) };
}
