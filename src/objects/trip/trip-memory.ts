import * as z from "zod";
import { startTrack, type Track } from "../../domain/track-state.ts";
import { decodeChunk, encodeChunk } from "../../domain/track/chunk.ts";
import type { StreamMark } from "../../domain/stream-mark.ts";
import { fromBase64url, toBase64url } from "../../platform/base64url.ts";
import { Epoch, type JudgedFix } from "../../protocol/live/fix.ts";
import { LivePoint } from "../../protocol/live/trip-report.ts";

const Mark = z.object({ whole: z.int(), ahead: z.array(z.tuple([z.int(), z.int()])) });

/** What came from one store of one device: up to where its fixes and its actions are known. */
const StreamRow = z.object({ epoch: Epoch, fixes: Mark, actions: z.int() });

/**
 * Everything that a trip's object remembers between two fixes. It travels in three ways, and the one with the highest
 * `count` is the newest: in the driver's socket (free, lasts through sleep), in each sealed chunk, and in a row of its
 * own whenever something is acknowledged before a chunk is full.
 */
export const TripMemory = z.object({
  count: z.int(),
  /** The stream whose positions move the dot; others only fill the history. */
  leader: Epoch.nullable(),
  // Written by this object only, and read back by the same rules; a version of its own tells older ones.
  track: z.custom<Track>((value) => typeof value === "object" && value !== null),
  /** The dot as it was shown last. */
  point: LivePoint.nullable(),
  streams: z.array(StreamRow),
  /** Up to where Postgres had confirmed. Absent from what older code wrote. */
  ledger: z.object({ events: z.int(), chunks: z.int() }).default({ events: 0, chunks: 0 }),
  /** Whether anybody looked at the region. Believed of a socket's memory alone, which is written when that changes. */
  isWatched: z.boolean().default(true),
  tailEpoch: Epoch.nullable(),
  tailSince: z.int(),
  /** The fixes that are in no chunk yet, each as a chunk of its own: this is written at every fix, and only the newest is new. */
  tail: z.array(z.string()),
});
export type TripMemory = z.infer<typeof TripMemory>;
/** The part of it that is about fixes. */
export type IntakeMemory = Omit<TripMemory, "ledger" | "isWatched">;
export type StreamState = { readonly epoch: Epoch; readonly fixes: StreamMark; readonly actions: number };

export function emptyMemory(): IntakeMemory {
  return {
    count: 0,
    leader: null,
    track: startTrack(),
    point: null,
    streams: [],
    tailEpoch: null,
    tailSince: 0,
    tail: [],
  };
}

export function writeFixes(fixes: readonly JudgedFix[]): string {
  return fixes.length === 0 ? "" : toBase64url(encodeChunk(fixes));
}

/** Throws on what this object did not write: its own storage would be damaged. */
export function readTail(tail: TripMemory["tail"]): JudgedFix[] {
  return tail.flatMap((written) => {
    const fixes = decodeChunk(fromBase64url(written));
    if (!fixes.ok) throw new Error("the tail of a trip's memory is damaged");
    return fixes.value;
  });
}
