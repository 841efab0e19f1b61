import { distanceM, roundTo } from "./geo.ts";
import type { LatLng } from "./geo.ts";
import type { SmoothPlace } from "./smoothing.ts";
import { MAX_SPEED_MPS } from "./teleport.ts";

const SECOND_MS = 1000;
/** A driver who carries a parcel to the door stays within it, a traffic light is over sooner. */
const STOP_RADIUS_M = 60;
const STOP_MS = 90 * SECOND_MS;
/** A queue at a level crossing lasts less. */
const IDLE_MS = 300 * SECOND_MS;
/** Worse fixes zigzag, and every zigzag would be paid as mileage. */
const COUNTED_ACCURACY_M = 20;

export interface Motion {
  readonly state: "moving" | "stopped" | "idle";
  /** Around which the vehicle has been since. */
  readonly anchor: LatLng;
  readonly since: number;
  /** Since when it stands without a planned reason. */
  readonly looseSince: number;
  readonly odometerM: number;
  /** Where the odometer was read last. */
  readonly counted: (LatLng & { readonly at: number }) | null;
}

export interface MotionStep {
  readonly motion: Motion;
  readonly idle: "began" | "ended" | null;
  /** When that was: idling begins when its five minutes are over, whenever the fix came that tells. */
  readonly at: number;
}

export function advanceMotion(before: Motion | null, place: SmoothPlace, atPlannedStop: boolean): MotionStep {
  const { at } = place;
  const motion = { ...stand(before, place, atPlannedStop), ...countDistance(before, place) };
  const wasIdle = before?.state === "idle";
  const isIdle = motion.state === "idle";
  if (isIdle === wasIdle) return { motion, idle: null, at };
  return isIdle ? { motion, idle: "began", at: motion.looseSince + IDLE_MS } : { motion, idle: "ended", at };
}

type Standing = Pick<Motion, "state" | "anchor" | "since" | "looseSince">;

function stand(before: Motion | null, place: SmoothPlace, atPlannedStop: boolean): Standing {
  const { lat, lng, at } = place;
  if (!before || distanceM(before.anchor, place) > STOP_RADIUS_M)
    return { state: "moving", anchor: { lat, lng }, since: at, looseSince: at };
  const { anchor, since } = before;
  const looseSince = atPlannedStop ? at : before.looseSince;
  if (at - looseSince > IDLE_MS) return { state: "idle", anchor, since, looseSince };
  return { state: at - since >= STOP_MS ? "stopped" : "moving", anchor, since, looseSince };
}

function countDistance(before: Motion | null, place: SmoothPlace): Pick<Motion, "odometerM" | "counted"> {
  const odometerM = before?.odometerM ?? 0;
  const last = before?.counted ?? null;
  if (place.held || place.accuracyM > COUNTED_ACCURACY_M) return { odometerM, counted: last };
  const counted = { lat: place.lat, lng: place.lng, at: place.at };
  if (!last) return { odometerM, counted };
  const steppedM = distanceM(last, place);
  // A new place that was believed only after a while is not a way that was driven.
  const isDriven = steppedM <= Math.max(STOP_RADIUS_M, (MAX_SPEED_MPS * (place.at - last.at)) / SECOND_MS);
  return { odometerM: roundTo(odometerM + (isDriven ? steppedM : 0), 100), counted };
}
