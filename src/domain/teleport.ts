import { distanceM } from "./geo.ts";
import type { LatLng } from "./geo.ts";

const SECOND_MS = 1000;
/** 216 km/h: no delivery vehicle on a road, and the speed at which other trackers draw the line too. */
export const MAX_SPEED_MPS = 60;
/** One wild fix is a reflection; three that agree with each other are where the vehicle is. */
const REJECTS_BEFORE_BELIEF = 3;
/** Phones that say nothing are mostly right to this. */
export const UNKNOWN_ACCURACY_M = 30;
/** Two fixes by a coarse clock may carry the same second. */
const SHORTEST_STEP_MS = SECOND_MS;

export interface Sighting extends LatLng {
  readonly accuracyM: number | null;
  readonly at: number;
}

export interface TeleportState {
  /** The last place that was believed. */
  readonly anchor: Sighting | null;
  /** The last place that was not, and how many before it agree with it. */
  readonly stray: { readonly sighting: Sighting; readonly count: number } | null;
}

export const NOWHERE: TeleportState = { anchor: null, stray: null };

/** Speed that is needed to get from one to the other at the least, given how unsure both are. */
function impliedSpeedMps(from: Sighting, to: Sighting): number {
  const unsureM = (from.accuracyM ?? UNKNOWN_ACCURACY_M) + (to.accuracyM ?? UNKNOWN_ACCURACY_M);
  const seconds = Math.max(SHORTEST_STEP_MS, to.at - from.at) / SECOND_MS;
  return Math.max(0, distanceM(from, to) - unsureM) / seconds;
}

export function checkTeleport(before: TeleportState, seen: Sighting): { believed: boolean; state: TeleportState } {
  const { anchor, stray } = before;
  if (!anchor || impliedSpeedMps(anchor, seen) <= MAX_SPEED_MPS)
    return { believed: true, state: { anchor: seen, stray: null } };
  const agrees = stray !== null && impliedSpeedMps(stray.sighting, seen) <= MAX_SPEED_MPS;
  const count = agrees ? stray.count + 1 : 1;
  const state =
    count < REJECTS_BEFORE_BELIEF ? { anchor, stray: { sighting: seen, count } } : { anchor: seen, stray: null };
  return { believed: false, state };
}
