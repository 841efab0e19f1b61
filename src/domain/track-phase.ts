import type { TrackPhase } from "./cadence.ts";

const MINUTE_MS = 60_000;
/** Two to four minutes in town. */
const NEAR_M = 1000;
const NEAR_MS = 5 * MINUTE_MS;
/** Out again only well beyond, or each red light would change what the phone is asked for. */
const LEAVE_FACTOR = 1.3;

export interface PhaseSigns {
  readonly duty: "available" | "driving" | "sos";
  readonly isAtStop: boolean;
  readonly isIdle: boolean;
  /** To the stop that is due; null without one. */
  readonly left: { readonly metres: number; readonly ms: number } | null;
}

export function trackPhase(before: TrackPhase | null, { duty, isAtStop, isIdle, left }: PhaseSigns): TrackPhase {
  if (duty !== "driving") return duty;
  if (isAtStop) return "at-stop";
  if (isIdle) return "idle";
  if (!left) return "moving";
  const factor = before === "near-stop" ? LEAVE_FACTOR : 1;
  return left.metres <= factor * NEAR_M || left.ms <= factor * NEAR_MS ? "near-stop" : "moving";
}
