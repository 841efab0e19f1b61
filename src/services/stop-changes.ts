import type { Failure } from "../domain/failure.ts";
import { insertAt, moveTo, openStops, without } from "../domain/plan-order.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isStopOver } from "../domain/stop-state.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { AddedStop, Trip } from "../protocol/api/trips.ts";
import type { StopId, TripId } from "../protocol/ids.ts";
import type { TripStop } from "../protocol/live/trip-brief.ts";
import type { TripDeps } from "./trip-access.ts";
import { changePlan, type Wanted } from "./trip-plan.ts";
import { getTrip } from "./trips.ts";

interface StopPlace {
  readonly tripId: TripId;
  readonly stopId: StopId;
}

export async function addStop(
  deps: TripDeps,
  tripId: TripId,
  { position, ...stop }: AddedStop,
  newId = newRowId.stop(),
): Promise<Result<Trip, Failure>> {
  return changePlan(deps, tripId, (stops) => ok(insertAt<Wanted>(openStops(stops), { ...stop, newId }, position)));
}

/** The trip, if the stop is in its plan. */
export async function getTripOfStop(deps: TripDeps, { tripId, stopId }: StopPlace): Promise<Result<Trip, Failure>> {
  const found = await getTrip(deps, tripId);
  return found.ok && !found.value.stops.some((stop) => stop.stopId === stopId) ? err({ tag: "not-found" }) : found;
}

export async function reorderStop(
  deps: TripDeps,
  { tripId, stopId }: StopPlace,
  position: number,
): Promise<Result<Trip, Failure>> {
  return changePlan(deps, tripId, (stops) => ifOpen(stops, stopId, moveTo(openStops(stops), stopId, position)));
}

export async function removeStop(deps: TripDeps, { tripId, stopId }: StopPlace): Promise<Result<Trip, Failure>> {
  return changePlan(deps, tripId, (stops) => ifOpen(stops, stopId, without(openStops(stops), stopId)));
}

/** What is over has its place in the history. */
function ifOpen<Plan>(stops: readonly TripStop[], stopId: StopId, plan: Plan): Result<Plan, Failure> {
  const stop = stops.find((one) => one.stopId === stopId);
  if (!stop) return err({ tag: "not-found" });
  return isStopOver(stop.status) ? err({ tag: "not-allowed-now" }) : ok(plan);
}
