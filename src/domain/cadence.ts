import type { Cadence } from "../protocol/live/driver-down.ts";

const SECOND_MS = 1000;

/** What a driver does, as far as it matters for how closely they are followed. */
export type TrackPhase = "available" | "moving" | "near-stop" | "at-stop" | "idle" | "sos";

export interface CadenceNeeds {
  /** Off duty nothing is collected at all. */
  readonly phase: TrackPhase | "off-duty";
  readonly watched: boolean;
  /** A battery below a fifth, or a page in the background that will be throttled anyway. */
  readonly savesPower: boolean;
  /** The object, or what is behind it, has more to do than it should. */
  readonly overloaded: boolean;
}

const TABLE: Record<TrackPhase, Cadence> = {
  // Enough to find the nearest driver; 100 m wakes a parked phone as it drives off.
  available: { intervalMs: 60 * SECOND_MS, minDistanceM: 100, batch: 1 },
  // 70 m between two fixes in town: the dot stays on its street.
  moving: { intervalMs: 5 * SECOND_MS, minDistanceM: 0, batch: 1 },
  // Arrival needs two slow fixes 15 s apart, and somebody stands at the window.
  "near-stop": { intervalMs: 2 * SECOND_MS, minDistanceM: 0, batch: 1 },
  // A parked van has no news but its departure; no distance filter, because silence would look like a dead phone.
  "at-stop": { intervalMs: 30 * SECOND_MS, minDistanceM: 0, batch: 1 },
  idle: { intervalMs: 30 * SECOND_MS, minDistanceM: 0, batch: 1 },
  sos: { intervalMs: 2 * SECOND_MS, minDistanceM: 0, batch: 1 },
};

/** Nobody looks: fixes are as dense, but the radio wakes a third as often. 15 s are early enough for any notice. */
const UNWATCHED_BATCH: Record<TrackPhase, number> = {
  available: 1,
  moving: 3,
  "near-stop": 3,
  "at-stop": 1,
  idle: 1,
  sos: 1,
};
/** Three times as long between fixes is about what the GPS receiver costs less. */
const SAVING_FACTOR = 3;
/** Who asks for less asks for a third at least: a fix in 15 s still shows which street it is. */
const OVERLOADED_MS = 15 * SECOND_MS;
/** Slower than this, and a fix that is one interval old would already count as late. */
const SLOWEST_MS = 90 * SECOND_MS;

/** What the server asks of the phone; null means: send nothing. */
export function cadenceFor({ phase, watched, savesPower, overloaded }: CadenceNeeds): Cadence | null {
  if (phase === "off-duty") return null;
  const base = TABLE[phase];
  // Somebody in danger is followed whatever it costs.
  if (phase === "sos") return base;
  const ownMs = base.intervalMs * (savesPower ? SAVING_FACTOR : 1);
  const intervalMs = Math.min(SLOWEST_MS, overloaded ? Math.max(OVERLOADED_MS, ownMs) : ownMs);
  return { ...base, intervalMs, batch: watched ? base.batch : UNWATCHED_BATCH[phase] };
}

export function isSameCadence(a: Cadence, b: Cadence | null): boolean {
  return a.intervalMs === b?.intervalMs && a.minDistanceM === b.minDistanceM && a.batch === b.batch;
}
