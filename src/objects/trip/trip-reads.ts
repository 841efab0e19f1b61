import { fixesOfChunk } from "../../domain/track/track-fixes.ts";
import { carriedStatus } from "../../domain/carried-status.ts";
import type { ShipmentId } from "../../protocol/ids.ts";
import type { JudgedFix } from "../../protocol/live/fix.ts";
import type { AwakeTrip } from "./open-trip.ts";
import { writeFixes } from "./trip-memory.ts";
import { type LogPart, NO_COUNTERS, type ShipmentNews, type TrackPart, type TripCounters } from "./trip-rpc.ts";
import type { TripScene } from "./trip-scene.ts";

/** About 100 KB and 8,000 fixes: well below what one call may carry. */
const CHUNKS_PER_CALL = 400;

/** The newest fixes with what was made of them, in the order of arrival, newest first. */
export function newestFixes({ intake, store }: TripScene, count: number): JudgedFix[] {
  const newest = intake.tailFixes().toReversed();
  for (let before = store.lastChunk + 1; newest.length < count && before > 1;) {
    const [chunk] = store.chunksBefore(before, 1);
    if (!chunk) break;
    newest.push(...fixesOfChunk(chunk).toReversed());
    before = chunk.seq;
  }
  return newest.slice(0, count);
}

/** The track behind a chunk's number, or behind what Postgres has; with the last chunks also what is in none yet. */
export function trackAfter({ intake, store, brief }: TripScene, from: number | "confirmed"): TrackPart {
  const seq = from === "confirmed" ? store.ledger.chunks : from;
  const chunks = store
    .chunksAfter(seq, CHUNKS_PER_CALL)
    .map(({ seq: number, startedAt, fixes }) => ({ seq: number, startedAt, fixes }));
  const last = chunks.at(-1)?.seq ?? seq;
  const isWhole = last >= store.lastChunk;
  const tail = isWhole ? writeFixes(intake.tailFixes()) : "";
  const { regionId, driverId } = brief;
  return { owner: { regionId, driverId }, chunks, tail, isWhole };
}

/** The log behind a line, or behind what Postgres has, from the one who writes it. */
export function logAfter({ store, brief }: TripScene, from: number | "confirmed", limit: number): LogPart {
  const { regionId, driverId } = brief;
  const seq = from === "confirmed" ? store.ledger.events : from;
  return { owner: { regionId, driverId }, events: store.eventsAfter(seq, limit) };
}

/** Not only what Postgres has not confirmed: whoever asks may have read its rows before they were written. */
export function shipmentNews({ brief, log }: TripScene, shipmentId: ShipmentId): ShipmentNews {
  return { status: carriedStatus(brief, shipmentId), lines: log.linesOf(shipmentId) };
}

export function countersOf(opened: AwakeTrip | null): TripCounters {
  if (!opened) return NO_COUNTERS;
  const { reporter, trip, upkeep } = opened;
  const { store, sockets } = trip.scene;
  const { calls: regionCalls, isReporting } = reporter;
  const { alarmsSet, handOffs } = upkeep;
  const { framesSent: frames, bytesSent: bytes } = sockets;
  return { rowsWritten: store.rowsWritten, regionCalls, frames, bytes, alarmsSet, handOffs, isReporting };
}
