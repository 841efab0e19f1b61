import type { StopStatus } from "../protocol/trip.ts";
import type { LatLng } from "./geo.ts";
import { stopsAlong } from "./path.ts";
import type { MeasuredPath } from "./path.ts";
import { travelSeconds } from "./travel-time.ts";

export interface PlannedStop extends LatLng {
  readonly stopId: string;
  readonly serviceSeconds: number;
  readonly status: StopStatus;
  readonly windowEndsAt: number | null;
}

/** Where a trip is going, prepared once for each change and shared by all fixes until the next. */
export interface TripPlan {
  /** Counts the changes, so that what was concluded from an older plan is noticed. */
  readonly revision: number;
  readonly stops: readonly PlannedStop[];
  /** The index of the stop that the driver works on or heads for; -1 once all are over. */
  readonly next: number;
  /** The line through the stops, and how far along it each of them is; null where nobody planned one. */
  readonly path: MeasuredPath | null;
  /** Undefined for a stop that the line does not serve, because it was over when the way was planned. */
  readonly alongM: readonly (number | undefined)[];
  /** How much slower the way to each stop is planned to be than the average one of that length; 1 where nobody knows. */
  readonly pace: readonly number[];
}

/** The planned way to each stop that it serves. */
export type PlannedLegs = ReadonlyMap<string, { readonly metres: number; readonly seconds: number }>;

/** A detour or a ferry; what is farther off is an answer to another question. */
const [PACE_MIN, PACE_MAX] = [0.25, 4];

/** The line has to go through the stops that have legs, in their order; without legs through all of them. */
export function prepareTripPlan(
  revision: number,
  stops: readonly PlannedStop[],
  path: MeasuredPath | null = null,
  legs: PlannedLegs | null = null,
): TripPlan {
  const served = stops.filter(({ stopId }) => legs === null || legs.has(stopId));
  const along = new Map(path && stopsAlong(path, served).map((metres, index) => [served[index], metres]));
  const alongM = stops.map((stop) => along.get(stop));
  const pace = stops.map(({ stopId }) => paceOf(legs?.get(stopId)));
  return { revision, stops, next: nextStopIndex(stops), path, alongM, pace };
}

function paceOf(leg: { readonly metres: number; readonly seconds: number } | undefined): number {
  const average = leg ? travelSeconds(leg.metres, 1) : 0;
  if (!leg || average === 0) return 1;
  return Math.min(PACE_MAX, Math.max(PACE_MIN, leg.seconds / average));
}

export function isOpenStop({ status }: Pick<PlannedStop, "status">): boolean {
  return status === "pending" || status === "en_route" || status === "arrived";
}

export function hasBegun({ status }: Pick<PlannedStop, "status">): boolean {
  return status === "en_route" || status === "arrived";
}

/** One that has begun goes before the order. */
export function nextStopIndex(stops: readonly PlannedStop[]): number {
  const begun = stops.findIndex(hasBegun);
  return begun >= 0 ? begun : stops.findIndex(isOpenStop);
}
