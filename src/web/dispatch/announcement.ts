/** What is read out, and when the next word is allowed. */
export interface Announced {
  readonly calls: readonly string[];
  readonly exceptions: number;
  readonly at: number;
}

export type Word =
  | { readonly tag: "sos"; readonly tripId: string }
  | { readonly tag: "exceptions"; readonly count: number };

/** More often nobody can listen to it. */
const QUIET_MS = 15_000;

export const NOTHING_ANNOUNCED: Announced = { calls: [], exceptions: 0, at: 0 };

/** A call for help is said at once; how many need attention, when it changed and not too often. */
export function announce(
  before: Announced,
  { calls, exceptions }: Pick<Announced, "calls" | "exceptions">,
  now: number,
): { readonly next: Announced; readonly word: Word | null } {
  const call = calls.find((tripId) => !before.calls.includes(tripId));
  if (call !== undefined)
    return { next: { ...before, calls: [...before.calls, call], at: now }, word: { tag: "sos", tripId: call } };
  // One that was answered and comes again is said again.
  const kept = { ...before, calls: before.calls.filter((tripId) => calls.includes(tripId)) };
  if (exceptions === before.exceptions || now - before.at < QUIET_MS) return { next: kept, word: null };
  return { next: { ...kept, exceptions, at: now }, word: { tag: "exceptions", count: exceptions } };
}
