const SECOND_MS = 1000;
/** However slowly they come: a provider that failed so often without one good answer is down. */
export const FAILURES_IN_A_ROW_MAX = 50;
/** Half of at least twenty calls within half a minute: one bad minute of a busy hour is noticed at once. */
export const WINDOW_MS = 30 * SECOND_MS;
export const CALLS_MIN = 20;
export const FAILED_SHARE = 0.5;
/** A restart takes about as long; then one call tries whether it is over. */
export const OPEN_MS = 30 * SECOND_MS;
/** The window moves in tenths, so that it holds ten numbers and not every call. */
const SLICE_MS = WINDOW_MS / 10;

interface Slice {
  readonly startedAt: number;
  readonly calls: number;
  readonly failures: number;
}

/** What is known of something that may fail. Each change of mode begins a new round. */
export type Breaker =
  | { readonly mode: "closed"; readonly round: number; readonly inARow: number; readonly slices: readonly Slice[] }
  | { readonly mode: "open"; readonly round: number; readonly until: number }
  /** One call is on its way to try; if nothing is ever heard of it, another may at `until`. */
  | { readonly mode: "half-open"; readonly round: number; readonly until: number };

export const CLOSED: Breaker = { mode: "closed", round: 0, inARow: 0, slices: [] };

/** Whether a call may be made now. `round` goes back with its outcome: what belongs to an older round says nothing. */
export function askBreaker(
  breaker: Breaker,
  now: number,
  restMs = OPEN_MS,
): { readonly breaker: Breaker; readonly allowed: boolean; readonly round: number } {
  const { round } = breaker;
  if (breaker.mode === "closed") return { breaker, allowed: true, round };
  if (now < breaker.until) return { breaker, allowed: false, round };
  const trying: Breaker = { mode: "half-open", round: round + 1, until: now + restMs };
  return { breaker: trying, allowed: true, round: trying.round };
}

export function tellBreaker(
  breaker: Breaker,
  { round, failed }: { readonly round: number; readonly failed: boolean },
  now: number,
  restMs = OPEN_MS,
): Breaker {
  if (round !== breaker.round || breaker.mode === "open") return breaker;
  if (breaker.mode === "half-open")
    return failed ? open(round, now + restMs) : { mode: "closed", round: round + 1, inARow: 0, slices: [] };
  const inARow = failed ? breaker.inARow + 1 : 0;
  const slices = count(breaker.slices, failed, now);
  return isTooMuch(inARow, slices) ? open(round, now + restMs) : { mode: "closed", round, inARow, slices };
}

/** Somebody said how long it wants to be left alone: until then nobody asks, however well it did before. */
export function pauseBreaker(breaker: Breaker, until: number): Breaker {
  if (breaker.mode === "open" && breaker.until >= until) return breaker;
  return open(breaker.round, until);
}

function open(round: number, until: number): Breaker {
  return { mode: "open", round: round + 1, until };
}

function count(slices: readonly Slice[], failed: boolean, now: number): Slice[] {
  const startedAt = Math.floor(now / SLICE_MS) * SLICE_MS;
  const kept = slices.filter((slice) => slice.startedAt > startedAt - WINDOW_MS);
  const last = kept.at(-1);
  const isSame = last !== undefined && last.startedAt >= startedAt;
  const before = isSame ? last : { startedAt, calls: 0, failures: 0 };
  const grown = { startedAt: before.startedAt, calls: before.calls + 1, failures: before.failures + Number(failed) };
  return [...(isSame ? kept.slice(0, -1) : kept), grown];
}

function isTooMuch(inARow: number, slices: readonly Slice[]): boolean {
  if (inARow >= FAILURES_IN_A_ROW_MAX) return true;
  const calls = slices.reduce((sum, slice) => sum + slice.calls, 0);
  const failures = slices.reduce((sum, slice) => sum + slice.failures, 0);
  return calls >= CALLS_MIN && failures >= calls * FAILED_SHARE;
}
