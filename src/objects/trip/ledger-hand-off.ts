import { isTripOver } from "../../domain/trip-state.ts";
import { toBase64url } from "../../platform/base64url.ts";
import type { LedgerJob } from "../../protocol/jobs.ts";
import type { TripScene } from "./trip-scene.ts";
import type { LedgerMark } from "./trip-store.ts";

const SECOND_MS = 1_000;
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
}

/** What Postgres has not confirmed yet, oldest first; what was sent only just now is waited for. */
export function handOff({ store, brief }: TripScene, now: number): HandOff {
  const isWaiting = store.sentAt !== null && now - store.sentAt < AGAIN_MS;
  const mark = isWaiting ? store.sent : store.ledger;
  const events = store.eventsAfter(mark.events, EVENTS_PER_MESSAGE);
  const chunks = store.chunksAfter(mark.chunks, CHUNKS_PER_MESSAGE);
  if (events.length === 0 && chunks.length === 0) return { message: null, upTo: mark };
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
  return { message, upTo };
}

/**
 * When the ledger is due: soon after an event, or an end; for positions at once when there are enough of them, and soon when
 * the driver has gone. What is not confirmed in time is due again. Whoever is due now needs no alarm.
 */
export function ledgerDueAt(scene: TripScene, now: number): number | null {
  const { brief, store } = scene;
  const { ledger, sent, unsentFixes } = store;
  const sentAt = store.sentAt ?? now;
  if (isAwaited(scene)) return now + EVENTS_AFTER_MS;
  const isOpen = ledger.events < sent.events || ledger.chunks < sent.chunks;
  if (isOpen && now - sentAt >= AGAIN_MS) return now;
  const { chunkFixes, chunkSeconds } = brief.settings;
  if (unsentFixes >= CHUNKS_AT_ONCE * chunkFixes) return now;
  if (!isOpen && store.lastChunk <= sent.chunks) return null;
  if (!scene.isDriving(now)) return now + chunkSeconds * SECOND_MS;
  return sentAt + chunkSeconds * SECOND_MS * CHUNK_TIMES_AT_MOST;
}

/** Events are waited for, and once a trip is over its whole track: events that are there already take no chunk along. */
function isAwaited({ brief, log, store: { lastChunk, sent } }: TripScene): boolean {
  return log.seq > sent.events || (isTripOver(brief.status) && lastChunk > sent.chunks);
}

/** For an alarm that was set before most of what it was for was sent: when it may come again. Null if it has work now. */
export function laterLedger(scene: TripScene, now: number): number | null {
  const { store } = scene;
  if (!scene.isDriving(now) || store.sentAt === null || isAwaited(scene)) return null;
  const at = ledgerDueAt(scene, now);
  return at !== null && at > now ? at : null;
}
