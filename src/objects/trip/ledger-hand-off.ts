import { toBase64url } from "../../platform/base64url.ts";
import type { LedgerJob } from "../../protocol/jobs.ts";
import type { TripScene } from "./trip-scene.ts";

/** Events are what people wait for; half a second gathers those of one moment into one message. */
const EVENTS_AFTER_MS = 500;
/** A queue message holds 128 KB: about 700 bytes for each event, and 1 KiB for each chunk, with room to spare. */
const EVENTS_PER_MESSAGE = 80;
const CHUNKS_PER_MESSAGE = 40;
/** Postgres may be down: what is not confirmed is sent again, and the consumer stores nothing twice. */
const AGAIN_MS = 30_000;

export interface HandOff {
  readonly message: LedgerJob | null;
  /** When to look again; null once everything is confirmed. */
  readonly nextAt: number | null;
}

/** What Postgres has not confirmed yet, oldest first. */
export function handOff(scene: TripScene, now: number): HandOff {
  const { store, brief } = scene;
  const mark = store.ledger;
  const events = store.eventsAfter(mark.events, EVENTS_PER_MESSAGE);
  const chunks = store.chunksAfter(mark.chunks, CHUNKS_PER_MESSAGE);
  if (events.length === 0 && chunks.length === 0) return { message: null, nextAt: null };
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
  return { message, nextAt: now + AGAIN_MS };
}

/** When the ledger is due: soon after an event, at leisure for positions. */
export function ledgerDueAt(scene: TripScene, now: number): number | null {
  const mark = scene.store.ledger;
  if (scene.log.seq > mark.events) return now + EVENTS_AFTER_MS;
  return scene.store.lastChunk > mark.chunks ? now + scene.brief.settings.chunkSeconds * 1_000 : null;
}
