import type { ShipmentRow } from "../db/shipments.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { type Relocation, type RelocationRefused, relocateStop } from "../domain/relocate-stop.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isTripOver } from "../domain/trip-state.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { ShipmentChange } from "../protocol/api/shipment-changes.ts";
import type { TripId } from "../protocol/ids.ts";
import type { TripDeps } from "./trip-access.ts";
import { planRoute } from "./trip-route.ts";
import { tell } from "./trip-steps.ts";

/** Of a shipment that a trip carries: what the trip has to know before anybody is told that it is so. */
export interface TripMove extends Relocation {
  readonly tripId: TripId;
}

/** More often than this nobody changes a plan while one change is made. */
const ROUNDS_MAX = 4;

/** Undefined where no trip is concerned. */
export function moveOf(row: ShipmentRow, { place, window }: ShipmentChange): Result<TripMove | undefined, Failure> {
  const { id: shipmentId, tripId, driverId, kind } = row;
  const isCarried = tripId !== null && driverId !== null;
  if (!isCarried || (place === undefined && window === undefined)) return ok(undefined);
  if (place === null) {
    const message = "is needed while a trip carries it";
    return err({ tag: "invalid-request", errors: [{ path: "body.place", message }] });
  }
  return ok({ shipmentId, tripId, action: kind === "pickup" ? "pickup" : "dropoff", place, window });
}

/** Back to what the row says, where the change came too late. */
export function moveBack(row: ShipmentRow, move: TripMove): TripMove {
  const { lat, lng, windowStartsAt: startsAt, windowEndsAt: endsAt } = row;
  return {
    ...move,
    ...(move.place && lat !== null && lng !== null && { place: { lat, lng } }),
    ...(move.window !== undefined && { window: { startsAt, endsAt } }),
  };
}

/**
 * The trip's object has it, durably, before the answer: driver, map and customer are told by it, and the ledger brings
 * the rows of the plan after it. Who may change the shipment may do this; the rest of the plan is not touched.
 */
export async function relocateOnTrip(
  deps: TripDeps,
  caller: KnownCaller,
  { tripId, ...move }: TripMove,
): Promise<Failure | undefined> {
  const object = deps.trip(caller.tenantId, tripId);
  for (let round = 1; ; round += 1) {
    const picture = await object.picture();
    // Its row is only just being brought up to it.
    if (!picture) return { tag: "conflict" };
    if (isTripOver(picture.trip.status)) return undefined;
    const { stops: basis, vehicleKind } = picture.trip;
    const moved = relocateStop(basis, move, newRowId.stop());
    if (!moved.ok) return refusal(moved.error);
    if (moved.value === basis) return undefined;
    const stops = [...moved.value];
    const route = await planRoute(deps, { stops, from: picture.point, vehicleKind });
    const command = { type: "plan", stops, basis, ...(route && { route }) } as const;
    const told = await tell(deps, { caller, tripId, object }, command);
    if (told.ok) return undefined;
    if (told.error.tag !== "version-conflict" || round === ROUNDS_MAX) return told.error;
  }
}

function refusal({ tag }: RelocationRefused): Failure {
  const message = tag === "at-the-door" ? "cannot change: the driver is at the door" : "would be one stop too many";
  return { tag: "not-allowed-now", errors: [{ path: "body", message }] };
}
