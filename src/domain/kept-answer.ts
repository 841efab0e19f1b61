import type { FactKind, FactMarks } from "../protocol/fact-kind.ts";

/** Long enough for a database to be started again; whoever decides by such an answer has to know its age. */
export const STANDS_IN_MS = 15 * 60_000;

/** How long an answer may be given again, and what it was made of. */
export interface KeepRule {
  readonly seconds: number;
  readonly of: readonly FactKind[];
}

/** When the work for an answer began, and the marks from before it: a change beside it makes it old. */
export interface Birth {
  readonly at: number;
  readonly marks: FactMarks | null;
}

/** Nothing that it is made of was changed since, as the one who counts the changes says now. */
export function isFresh(
  { at, marks }: Birth,
  { seconds, of }: KeepRule,
  current: FactMarks | null,
  now: number,
): boolean {
  if (marks === null || current === null || now - at >= seconds * 1_000) return false;
  return of.every((kind) => marks[kind] === current[kind]);
}

/** Better than nothing, while there is nothing. */
export function standsIn({ at }: Birth, now: number): boolean {
  return now - at < STANDS_IN_MS;
}
