import type { JudgedFix } from "../../protocol/live/fix.ts";
import { simplifyPath } from "../simplify-path.ts";
import { decodeChunk } from "./chunk.ts";

/** What a stored chunk holds. Throws on what no encoder of ours wrote: then the store is damaged, and somebody has to look. */
export function fixesOfChunk({ seq, fixes }: { readonly seq: number; readonly fixes: Uint8Array }): JudgedFix[] {
  const read = decodeChunk(fixes);
  if (!read.ok) throw new Error(`chunk ${seq} of a track is ${read.error.tag}`);
  return read.value;
}

export interface TrackWish {
  /** The rejected fixes too. */
  readonly raw: boolean;
  /** Metres by which the line may be off. */
  readonly simplify?: number | undefined;
}

/** In the order of their times, as they are asked for. What was rejected may lie anywhere, so a line leads past it. */
export function chooseFixes(fixes: readonly JudgedFix[], { raw, simplify }: TrackWish): JudgedFix[] {
  const shown = fixes.filter(({ verdict }) => raw || verdict !== "rejected").toSorted((a, b) => a.fixedAt - b.fixedAt);
  if (simplify === undefined) return shown;
  const kept = new Set(
    simplifyPath(
      shown.filter(({ verdict }) => verdict !== "rejected"),
      simplify,
    ),
  );
  return shown.filter((fix) => fix.verdict === "rejected" || kept.has(fix));
}

/** One page of a track by time. Fixes of one moment are never parted, so that a time is enough to go on from. */
export function pageByTime(
  fixes: readonly JudgedFix[],
  after: number,
  limit: number,
): { readonly page: readonly JudgedFix[]; readonly next?: number } {
  const rest = fixes.filter(({ fixedAt }) => fixedAt > after);
  const last = rest[limit - 1];
  if (!last) return { page: rest };
  const page = rest.filter(({ fixedAt }) => fixedAt <= last.fixedAt);
  return page.length < rest.length ? { page, next: last.fixedAt } : { page };
}
