import { distanceM, METRES_PER_LAT } from "./geo.ts";
import type { LatLng } from "./geo.ts";
import type { SmoothPlace } from "./smoothing.ts";
import { isOpenStop } from "./trip-plan.ts";
import type { PlannedStop, TripPlan } from "./trip-plan.ts";

const SECOND_MS = 1000;
/** A front garden and a parking space away from the door, or half as much again as the fix is unsure. */
const ARRIVAL_RADIUS_M = 50;
const ACCURACY_SHARE = 1.5;
/** Slower than a jog: a van that only passes is faster. */
const ARRIVAL_SPEED_MPS = 2;
const ARRIVAL_MS = 15 * SECOND_MS;
const DEPARTURE_MS = 15 * SECOND_MS;

export interface StopWatch {
  /** The stop at which the driver is, with its place: the plan may lose it while the van still stands there. */
  readonly here: (LatLng & { readonly stopId: string; readonly since: number }) | null;
  /** Since when the driver is out of its circle. */
  readonly outSince: number | null;
  /** The stop at which the driver is slow enough to be arriving. */
  readonly settling: { readonly stopId: string; readonly since: number } | null;
}

export interface StopEvent {
  readonly kind: "arrived" | "left";
  readonly stopId: string;
  readonly at: number;
}

export interface StopStep {
  readonly watch: StopWatch;
  readonly events: readonly StopEvent[];
  /** Inside some stop's circle: whoever waits here does so for a reason. */
  readonly atPlannedStop: boolean;
}

export const NO_STOP_WATCHED: StopWatch = { here: null, outSince: null, settling: null };

export function advanceStops(before: StopWatch, place: SmoothPlace, plan: TripPlan): StopStep {
  const events: StopEvent[] = [];
  const radiusM = Math.max(ARRIVAL_RADIUS_M, ACCURACY_SHARE * place.accuracyM);
  const stayed = depart(before, place, radiusM, events);
  const candidate = chooseStop(plan, place, radiusM);
  const atPlannedStop = candidate !== null || stayed.here !== null;
  const isWorking = stayed.here !== null && plan.stops.some((stop) => isOpenHere(stop, stayed.here));
  if (!candidate || isWorking || candidate.stopId === stayed.here?.stopId)
    return { watch: { ...stayed, settling: null }, events, atPlannedStop };
  return { watch: settle(stayed, place, candidate, events), events, atPlannedStop };
}

function isOpenHere(stop: PlannedStop, here: StopWatch["here"]): boolean {
  return stop.stopId === here?.stopId && isOpenStop(stop);
}

function depart(before: StopWatch, place: SmoothPlace, radiusM: number, events: StopEvent[]): StopWatch {
  const { here } = before;
  if (!here) return before;
  if (distanceM(here, place) <= radiusM) return { ...before, outSince: null };
  const outSince = before.outSince ?? place.at;
  if (place.at - outSince < DEPARTURE_MS) return { ...before, outSince };
  events.push({ kind: "left", stopId: here.stopId, at: outSince });
  return { here: null, outSince: null, settling: null };
}

function settle(before: StopWatch, place: SmoothPlace, stop: PlannedStop, events: StopEvent[]): StopWatch {
  if (place.speedMps >= ARRIVAL_SPEED_MPS) return { ...before, settling: null };
  const since = before.settling?.stopId === stop.stopId ? before.settling.since : place.at;
  if (place.at - since < ARRIVAL_MS) return { ...before, settling: { stopId: stop.stopId, since } };
  // The next door's parcel: the van never moved, and is at another stop all the same.
  if (before.here) events.push({ kind: "left", stopId: before.here.stopId, at: since });
  // A driver who pressed "arrived" a street too early has said so already.
  if (stop.status !== "arrived") events.push({ kind: "arrived", stopId: stop.stopId, at: since });
  const here = { stopId: stop.stopId, lat: stop.lat, lng: stop.lng, since };
  return { here, outSince: null, settling: null };
}

/** The one that is due, if the driver is there; otherwise the nearest, for drivers who know a better order. */
function chooseStop(plan: TripPlan, place: SmoothPlace, radiusM: number): PlannedStop | null {
  const due = plan.stops[plan.next];
  if (due && isWithin(due, place, radiusM)) return due;
  let nearest: PlannedStop | null = null;
  let nearestM = radiusM;
  for (const stop of plan.stops) {
    // Most stops are in another street: no cosine for them.
    if (Math.abs(stop.lat - place.lat) * METRES_PER_LAT > nearestM || !isOpenStop(stop)) continue;
    const awayM = distanceM(stop, place);
    if (awayM <= nearestM) [nearest, nearestM] = [stop, awayM];
  }
  return nearest;
}

function isWithin(stop: PlannedStop, place: SmoothPlace, radiusM: number): boolean {
  return isOpenStop(stop) && distanceM(stop, place) <= radiusM;
}
