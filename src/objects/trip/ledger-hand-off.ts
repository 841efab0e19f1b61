import { toBase64url } from "../../platform/base64url.ts";
import type { LedgerJob } from "../../protocol/jobs.ts";
import type { TripScene } from "./trip-scene.ts";
import type { LedgerMark } from "./trip-store.ts";

/** Events are what people wait for; half a second gathers those of one moment into one message. */
const EVENTS_AFTER_MS = 500;
/** A queue message holds 128 KB: about 700 bytes for each event, and 1 KiB for each chunk, with room to spare. */
const EVENTS_PER_MESSAGE = 80;
const CHUNKS_PER_MESSAGE = 40;
/**
 * Positions go to Postgres five chunks at a time: 100 fixes, as settings come. A queue's message, its confirmation and the
 * rows that follow cost as much as the chunk itself; and who reads the track meanwhile is given the object's part as well.
 */
const CHUNKS_AT_ONCE = 5;
/** As many chunks' time, where they are closed by age long before they are full: ten minutes, as settings come. */
const CHUNK_TIMES_AT_MOST = 20;
/** Postgres may be down: what is not confirmed is sent again, and the consumer stores nothing twice. */
const AGAIN_MS = 30_000;

export interface HandOff {
  readonly message: LedgerJob | null;
  /** Up to where the message tells. */
  readonly upTo: LedgerMark;
  /** When to look again; null once everything is confirmed. */
  readonly nextAt: number | null;
}

/** What Postgres has not confirmed yet, oldest first. */
export function handOff(scene: TripScene, now: number): HandOff {
  const { store, brief } = scene;
  const mark = store.ledger;
  const events = store.eventsAfter(mark.events, EVENTS_PER_MESSAGE);
  const chunks = store.chunksAfter(mark.chunks, CHUNKS_PER_MESSAGE);
  if (events.length === 0 && chunks.length === 0) return { message: null, upTo: mark, nextAt: null };
  const { tenantId, tripId, driverId } = brief;
  const message: LedgerJob = {
    kind: "ledger",
    tenantId,
    tripId,
    driverId,
    events,
    chunks: chunks.map(({ seq, startedAt, endedAt, fixes }) => ({
      seq,
      startedAt,
      endedAt,
      fixes: toBase64url(fixes),
    })),
  };
  const upTo = { events: events.at(-1)?.seq ?? mark.events, chunks: chunks.at(-1)?.seq ?? mark.chunks };
  return { message, upTo, nextAt: now + AGAIN_MS };
}

/**
 * When the ledger is due: soon after an event, for positions when there are enough of them or the driver has gone. What was
 * sent has an alarm of its own that sends it again.
 */
export function ledgerDueAt({ brief, log, sockets, store }: TripScene, now: number): number | null {
  const { sent } = store;
  if (log.seq > sent.events) return now + EVENTS_AFTER_MS;
  if (store.lastChunk <= sent.chunks) return null;
  const { chunkFixes, chunkSeconds } = brief.settings;
  if (store.unsentFixes >= CHUNKS_AT_ONCE * chunkFixes) return now;
  const isDriving = sockets.all("driver").length > 0;
  return now + chunkSeconds * 1_000 * (isDriving ? CHUNK_TIMES_AT_MOST : 1);
}
