import { readCurve } from "./curve.ts";
import type { Curve } from "./curve.ts";
import { distanceM } from "./geo.ts";
import type { LatLng } from "./geo.ts";
import { roadM, travelSeconds } from "./travel-time.ts";
import { isOpenStop } from "./trip-plan.ts";
import type { PlannedStop, TripPlan } from "./trip-plan.ts";

const SECOND_MS = 1000;
/** Less is not worth a message: people round to minutes themselves. */
const PUBLISH_MS = 60 * SECOND_MS;

/**
 * Seconds until the median to seconds until nine of ten have arrived. The longer the wait, the smaller the share of it that
 * is unsure; a minute is unsure at the door.
 */
const NINE_OF_TEN: Curve = [
  [0, 60],
  [300, 440],
  [900, 1_200],
  [1_800, 2_300],
  [3_600, 4_450],
];

export interface StopEta {
  readonly stopId: string;
  /** Half of all cases like this one are there by then, and nine of ten by `p90At`. */
  readonly etaAt: number;
  readonly p90At: number;
  /** Expected after the end of the stop's window. */
  readonly late: boolean;
}

export interface EtaReport {
  readonly at: number;
  /** To the stop that is due. */
  readonly leftM: number;
  /** All open stops, in the order in which they will be served. */
  readonly stops: readonly StopEta[];
}

/** What was told last, as far as it decides whether to tell again. */
export interface PublishedEta {
  readonly revision: number;
  readonly stopId: string;
  readonly etaAt: number;
  readonly isHere: boolean;
}

export interface NextArrival {
  readonly index: number;
  readonly leftM: number;
  readonly etaAt: number;
  /** Since when the driver is at the stop that is due. */
  readonly hereSince: number | null;
}

/** Road metres to the stop: along the path where the vehicle keeps to one, never less than the crow's way. */
export function leftToStopM(plan: TripPlan, index: number, place: LatLng, alongM: number | null): number {
  const stop = plan.stops[index];
  if (!stop) return 0;
  const stopAlongM = plan.alongM[index];
  if (alongM === null || stopAlongM === undefined) return roadM(place, stop);
  return Math.max(distanceM(place, stop), stopAlongM - alongM);
}

export function publishedEta(plan: TripPlan, next: NextArrival): PublishedEta {
  const stopId = plan.stops[next.index]?.stopId ?? "";
  return { revision: plan.revision, stopId, etaAt: next.etaAt, isHere: next.hereSince !== null };
}

export function isEtaNews(before: PublishedEta | null, now: PublishedEta): boolean {
  if (!before || before.revision !== now.revision) return true;
  if (before.stopId !== now.stopId || before.isHere !== now.isHere) return true;
  return Math.abs(now.etaAt - before.etaAt) > PUBLISH_MS;
}

export function reportEta(plan: TripPlan, next: NextArrival, at: number, hourFactor: number): EtaReport {
  const stops: StopEta[] = [];
  const due = plan.stops[next.index];
  if (!due) return { at, leftM: 0, stops };
  stops.push(etaOf(due, next.etaAt, at));
  // At the door already: what is left of the service, and nothing less than nothing.
  let freeAt = Math.max(at, (next.hereSince ?? next.etaAt) + due.serviceSeconds * SECOND_MS);
  let last: PlannedStop = due;
  for (const [index, stop] of plan.stops.entries()) {
    if (index === next.index || !isOpenStop(stop)) continue;
    const etaAt = freeAt + travelSeconds(legM(plan, last, index), hourFactor * paceTo(plan, last, index)) * SECOND_MS;
    stops.push(etaOf(stop, etaAt, at));
    freeAt = etaAt + stop.serviceSeconds * SECOND_MS;
    last = stop;
  }
  return { at, leftM: Math.round(next.leftM), stops };
}

/** Along the path only from one stop to the very next; across what was left out the path would go round by it. */
function legM(plan: TripPlan, from: PlannedStop, toIndex: number): number {
  const to = plan.stops[toIndex];
  if (!to) return 0;
  const [fromAlong, toAlong] = [plan.alongM[toIndex - 1], plan.alongM[toIndex]];
  const isAdjacent = plan.stops[toIndex - 1] === from;
  if (!isAdjacent || fromAlong === undefined || toAlong === undefined) return roadM(from, to);
  return Math.max(distanceM(from, to), toAlong - fromAlong);
}

/** What was planned for this leg is not true of a way from somewhere else. */
function paceTo(plan: TripPlan, from: PlannedStop, toIndex: number): number {
  return plan.stops[toIndex - 1] === from ? (plan.pace[toIndex] ?? 1) : 1;
}

function etaOf({ stopId, windowEndsAt }: PlannedStop, etaAt: number, at: number): StopEta {
  const wholeAt = Math.round(etaAt / SECOND_MS) * SECOND_MS;
  const p90Seconds = etaAt <= at ? 0 : readCurve(NINE_OF_TEN, (etaAt - at) / SECOND_MS);
  const p90At = Math.max(wholeAt, at + Math.round(p90Seconds) * SECOND_MS);
  return { stopId, etaAt: wholeAt, p90At, late: windowEndsAt !== null && wholeAt > windowEndsAt };
}
