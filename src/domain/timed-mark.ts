import type { WireFix } from "../protocol/live/fix.ts";
import type { StreamMark } from "./stream-mark.ts";

/**
 * How far a tracker's clock may be ahead of ours and its repeats still be recognised. A fix is filed under our time, so one
 * that claims the future stands earlier than its number says.
 */
const CLOCK_AHEAD_MS = 10 * 60_000;

/**
 * The mark of a stream that is numbered by time: only the newest number. Such a stream has gaps everywhere, so what is not
 * newer has to be looked up among what is stored.
 */
export function markTime({ whole }: StreamMark, seq: number): StreamMark {
  return { whole: Math.max(whole, seq), ahead: [] };
}

/** Each number that is new, once. Most messages of a tracker are newer than all before them, and nothing is looked up. */
export function unknownTimes(
  fixes: readonly WireFix[],
  { whole }: StreamMark,
  storedBetween: (from: number, to: number) => Iterable<number>,
): WireFix[] {
  const old = fixes.map(([seq]) => seq).filter((seq) => seq <= whole);
  const seen = new Set(old.length === 0 ? [] : storedBetween(lowest(old) - CLOCK_AHEAD_MS, highest(old)));
  return fixes.filter(([seq]) => {
    const isNew = !seen.has(seq);
    seen.add(seq);
    return isNew;
  });
}

// Not Math.min(...numbers): a day's upload has 20,000, and so many arguments overflow the stack of some engines.
function lowest(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number));
}

function highest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number));
}
