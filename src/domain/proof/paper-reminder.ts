const DAY_MS = 24 * 60 * 60_000;
const DATE_CHARACTERS = 10;

/** A month is time for an authority, a week for a dispatcher, and the last day for a telephone. */
const REMINDER_STEPS = [1, 7, 30] as const;
export type ReminderStep = (typeof REMINDER_STEPS)[number];

/** No paper that is good for longer is worth looking at tonight. */
const FARTHEST_DAYS = Math.max(...REMINDER_STEPS);

/** The last days that are looked at: today's and the farthest, as YYYY-MM-DD in UTC. */
export function remindedDays(now: number): { readonly from: string; readonly to: string } {
  return { from: dayOf(now), to: dayOf(now + FARTHEST_DAYS * DAY_MS) };
}

/**
 * How near the last day of a paper is: the nearest step that has been reached, so that a night that failed, or a paper that
 * was approved late, is made up for. Null long before, and once it is over: then going on duty says so.
 */
export function reminderStep(expiresOn: string, now: number): ReminderStep | null {
  const daysLeft = Math.round((Date.parse(expiresOn) - Date.parse(dayOf(now))) / DAY_MS);
  if (daysLeft < 0) return null;
  return REMINDER_STEPS.find((step) => daysLeft <= step) ?? null;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, DATE_CHARACTERS);
}
