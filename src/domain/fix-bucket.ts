import type { TrackPhase } from "./cadence.ts";
import type { LivePoint } from "../protocol/live/trip-report.ts";

const SECOND_MS = 1000;

/** The least time between two broadcasts of one driver, however fast the phone sends. */
const GAP_MS: Record<TrackPhase, number> = {
  available: 5 * SECOND_MS,
  moving: 5 * SECOND_MS,
  // The last hundred metres are what people watch.
  "near-stop": 2 * SECOND_MS,
  "at-stop": 5 * SECOND_MS,
  idle: 5 * SECOND_MS,
  sos: SECOND_MS,
};
/** A phone that sends each 5 s sends at 4.8 s too: without slack every second fix would wait for the next one. */
const SLACK_MS = 500;

/** Points that come too soon are not refused: the newest of them waits here for its turn. */
export interface FixBucket {
  readonly nextAt: number;
  readonly held: LivePoint | null;
}

export interface BucketStep {
  readonly bucket: FixBucket;
  readonly send: LivePoint | null;
}

export const EMPTY_BUCKET: FixBucket = { nextAt: 0, held: null };

export function broadcastGapMs(phase: TrackPhase): number {
  return GAP_MS[phase];
}

/** Of a batch only the last point is worth a broadcast; the others would be old before they are drawn. */
export function holdPoint(bucket: FixBucket, point: LivePoint): FixBucket {
  return { ...bucket, held: point };
}

/** Gives the waiting point out when its time has come. */
export function release(bucket: FixBucket, gapMs: number, now: number): BucketStep {
  const { held } = bucket;
  // A gap that became shorter since must not be waited for at its old length.
  const nextAt = Math.min(bucket.nextAt, now + gapMs);
  if (!held || now < nextAt - SLACK_MS) return { bucket: { nextAt, held }, send: null };
  // Counted from when it was due, so that the slack is never a higher rate in the long run.
  return { bucket: { nextAt: Math.max(nextAt, now) + gapMs, held: null }, send: held };
}
