import type { JudgedFix } from "../../protocol/live/fix.ts";
import { boundsOf, type Bounds } from "../geo.ts";

/** What the row beside a chunk's bytes says, so that a question about time, place or numbers need not open them. */
export interface TrackSummary {
  readonly count: number;
  /** By our clock. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Around the fixes that are shown; null if there is none. A rejected one may lie anywhere, or nowhere. */
  readonly bounds: Bounds | null;
}

export function summariseTrack(fixes: readonly JudgedFix[]): TrackSummary {
  const [first] = fixes;
  if (!first) throw new RangeError("A track without fixes has no beginning.");
  let { fixedAt: startedAt, fixedAt: endedAt, seq: firstSeq, seq: lastSeq } = first;
  for (const { fixedAt, seq } of fixes) {
    startedAt = Math.min(startedAt, fixedAt);
    endedAt = Math.max(endedAt, fixedAt);
    firstSeq = Math.min(firstSeq, seq);
    lastSeq = Math.max(lastSeq, seq);
  }
  const shown = fixes.filter((fix) => fix.verdict !== "rejected");
  const bounds = shown.length === 0 ? null : boundsOf(shown);
  return { count: fixes.length, startedAt, endedAt, firstSeq, lastSeq, bounds };
}
