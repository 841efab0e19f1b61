/** What is read out, and when the next word is allowed. */
export interface Announced {
  readonly exceptions: number;
  readonly at: number;
}

/** More often nobody can listen to it. */
const QUIET_MS = 15_000;

export const NOTHING_ANNOUNCED: Announced = { exceptions: 0, at: 0 };

/** How many need attention, when it changed and not too often. Calls for help say themselves, on their banner. */
export function announce(before: Announced, exceptions: number, now: number): Announced {
  return exceptions === before.exceptions || now - before.at < QUIET_MS ? before : { exceptions, at: now };
}
