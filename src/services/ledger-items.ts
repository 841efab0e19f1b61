import type { LedgerChunk, LedgerItem } from "../db/ledger-rows.ts";
import { decodeChunk } from "../domain/track/chunk.ts";
import { summariseTrack } from "../domain/track/summary.ts";
import { fromBase64url } from "../platform/base64url.ts";
import type { LedgerJob } from "../protocol/jobs.ts";
import type { TripId } from "../protocol/ids.ts";

/** A row that will never be written, and why. */
export interface RefusedItem {
  readonly tripId: TripId;
  readonly of: "event" | "chunk" | "plan";
  readonly seq: number;
  readonly why: string;
  readonly row: unknown;
}

/** A batch's messages as rows: events before chunks, each trip's in order. A chunk that cannot be read is refused here. */
export function itemsOf(jobs: readonly LedgerJob[]): { items: LedgerItem[]; refused: RefusedItem[] } {
  const items: LedgerItem[] = [];
  const refused: RefusedItem[] = [];
  for (const { tripId, driverId, events, chunks } of jobs) {
    for (const event of events) items.push({ tripId, of: "event", seq: event.seq, event });
    for (const sent of chunks) {
      const chunk = readChunk(driverId, sent);
      const { seq } = sent;
      if (chunk) items.push({ tripId, of: "chunk", seq, chunk });
      else refused.push({ tripId, of: "chunk", seq, why: "unreadable", row: sent });
    }
  }
  return { items, refused };
}

function readChunk(
  driverId: LedgerJob["driverId"],
  { seq, startedAt, endedAt, fixes }: LedgerJob["chunks"][number],
): LedgerChunk | undefined {
  if (!/^[\w-]+$/.test(fixes)) return undefined;
  const decoded = decodeChunk(fromBase64url(fixes));
  if (!decoded.ok) return undefined;
  const { count, bounds } = summariseTrack(decoded.value);
  return { seq, driverId, startedAt, endedAt, count, bounds, body: withPadding(fixes) };
}

/** Postgres reads no base64url, and wants the end filled up. */
function withPadding(base64url: string): string {
  const text = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}
