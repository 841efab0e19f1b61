import type { Failure } from "../domain/failure.ts";
import { insertAt, moveTo, openStops, without } from "../domain/plan-order.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isStopOver } from "../domain/stop-state.ts";
import type { AddedStop, Trip, TripPlan } from "../protocol/api/trips.ts";
import type { StopId, TripId } from "../protocol/ids.ts";
import type { TripStop } from "../protocol/live/trip-brief.ts";
import type { TripDeps } from "./trip-access.ts";
import { changePlan } from "./trip-plan.ts";

interface StopPlace {
  readonly tripId: TripId;
  readonly stopId: StopId;
}

export async function addStop(
  deps: TripDeps,
  tripId: TripId,
  { position, ...stop }: AddedStop,
): Promise<Result<Trip, Failure>> {
  return changePlan(deps, tripId, (stops) => ok(insertAt<TripPlan["stops"][number]>(openStops(stops), stop, position)));
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
