const SECOND_MS = 1000;

/** Largest first; a length is shown in the first unit that it fills. */
const UNITS = [
  ["day", 86_400 * SECOND_MS],
  ["hour", 3_600 * SECOND_MS],
  ["minute", 60 * SECOND_MS],
] as const;

/** Rounds towards now, so that "1 minute ago" never means 31 seconds. */
export function relativeTime(format: Intl.RelativeTimeFormat, deltaMs: number): string {
  const [unit, lengthMs] = UNITS.find(([, length]) => Math.abs(deltaMs) >= length) ?? (["second", SECOND_MS] as const);
  // Adding zero turns -0, which formats as "0 seconds ago", into 0, which formats as "now".
  return format.format(Math.trunc(deltaMs / lengthMs) + 0, unit);
}
