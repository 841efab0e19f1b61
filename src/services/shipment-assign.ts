import { freeShipments, reserveShipment, takeShipment } from "../db/shipment-holds.ts";
import type { ShipmentRow } from "../db/shipments.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayShipment } from "../domain/permissions.ts";
import { insertAt, openStops } from "../domain/plan-order.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { AssignedShipment, AssignTo } from "../protocol/api/assign.ts";
import type { Shipment } from "../protocol/api/shipments.ts";
import type { NewStop, Trip, TripPlan } from "../protocol/api/trips.ts";
import type { ShipmentId, TripId } from "../protocol/ids.ts";
import type { TripStop } from "../protocol/live/trip-brief.ts";
import { lostTo } from "./assign-refusal.ts";
import { chooseTrip, type Target } from "./assign-target.ts";
import { dbFailure } from "./db-failure.ts";
import type { Desk } from "./people-desk.ts";
import { getShipment, showShipment, visibleShipment } from "./shipments.ts";
import { type ReachedTrip, reachTrip, type TripDeps } from "./trip-access.ts";
import { arrangePlan } from "./trip-plan.ts";
import { stepFailure } from "./trip-refusal.ts";

export interface Asked {
  /** Its actor is who gives. */
  readonly desk: Desk;
  readonly caller: KnownCaller;
  readonly row: ShipmentRow;
}

const ASSIGNABLE: ReadonlySet<string> = new Set(["created", "assigned", "out_for_delivery"]);

/**
 * Postgres decides between two who assign at once, the trip that has it whether it may go, and the trip that gets it where
 * it stands in the plan, in this order. What dies in between is done by the same request made again.
 */
export async function assignShipment(
  deps: TripDeps,
  shipmentId: ShipmentId,
  to: AssignTo,
): Promise<Result<AssignedShipment, Failure>> {
  const found = await assignable(deps, shipmentId);
  if (!found.ok) return found;
  const asked = found.value;
  const { desk, caller, row } = asked;
  const stop = stopOf(row);
  if (!stop.ok) return stop;
  if (!ASSIGNABLE.has(row.status)) return err({ tag: "not-allowed-now" });
  const chosen = await chooseTrip(deps, { tenant: desk.tenant, caller, row, place: stop.value.place }, to);
  if (!chosen.ok) return chosen;
  const reached = await reachTrip(deps, chosen.value.tripId, "update");
  if (!reached.ok) return reached;
  const given = await giveTo(deps, asked, reached.value, { ...chosen.value, version: to.version });
  return given.ok ? answerFor(deps, shipmentId, given.value, reached.value) : given;
}

/** The same once it is known that the trip may be changed: for a driver who takes what was offered, too. */
export async function giveTo(
  deps: TripDeps,
  asked: Asked,
  reached: ReachedTrip,
  { position, version }: Pick<Target, "position"> & { readonly version?: number | undefined },
): Promise<Result<Trip, Failure>> {
  const { desk, row } = asked;
  const { tripId } = reached;
  const stop = stopOf(row);
  if (!stop.ok) return stop;
  if (reached.owner.regionId !== row.regionId) return err({ tag: "not-found" });
  const held = await holdFor(deps, asked, tripId, version);
  if (!held.ok) return held;
  const planned = await arrangePlan(deps, reached, withShipment(row.id, stop.value, position));
  if (planned.ok) return planned;
  const freed = await freeShipments(desk.tenant, { ids: [row.id], tripId });
  return freed.ok ? planned : err(dbFailure(freed.error));
}

/** Until it is picked up: a parcel in somebody's hands can be handed to another driver, but not to nobody. */
export async function unassignShipment(deps: TripDeps, shipmentId: ShipmentId): Promise<Result<Shipment, Failure>> {
  const found = await assignable(deps, shipmentId);
  if (!found.ok) return found;
  const { desk, row } = found.value;
  if (row.tripId !== null) {
    const released = await release(deps, found.value, row.tripId, false);
    if (!released.ok) return released;
    const freed = await freeShipments(desk.tenant, { ids: [shipmentId], tripId: row.tripId });
    if (!freed.ok) return err(dbFailure(freed.error));
  } else if (row.status !== "created") return err({ tag: "not-allowed-now" });
  return getShipment(deps, shipmentId);
}

async function assignable(deps: TripDeps, shipmentId: ShipmentId): Promise<Result<Asked, Failure>> {
  if (deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const found = await visibleShipment(deps, shipmentId);
  if (!found.ok) return found;
  const { caller, row } = found.value;
  return mayShipment(caller, "update", { ...row, shipmentId }) ? found : err({ tag: "not-found" });
}

/** Makes the shipment this trip's in Postgres, after the trip that has it has let it go. */
async function holdFor(
  deps: TripDeps,
  asked: Asked,
  tripId: TripId,
  version: number | undefined,
): Promise<Result<void, Failure>> {
  const { desk, caller, row } = asked;
  const { id, tripId: from } = row;
  const isMine = from === tripId && row.assignedBy === actorOf(caller);
  if (isMine) return ok(undefined);
  if (version === undefined ? from !== null : version !== row.version) return err(await lostTo(desk, id));
  if (from === tripId) return ok(undefined);
  if (from !== null) {
    const reserved = await reserveShipment(desk.tenant, { id, version: row.version });
    if (!reserved.ok) return err(dbFailure(reserved.error));
    if (!reserved.value) return err(await lostTo(desk, id));
    const released = await release(deps, asked, from, true);
    if (!released.ok) return released;
  }
  const taken = await takeShipment(desk.tenant, { id, from, to: tripId });
  if (!taken.ok) return err(dbFailure(taken.error));
  return taken.value ? ok(undefined) : err(await lostTo(desk, id));
}

/** A trip that does not carry it, or is not there any more, has let it go already. */
async function release(
  deps: TripDeps,
  { caller, row }: Asked,
  tripId: TripId,
  handOver: boolean,
): Promise<Result<void, Failure>> {
  const command = { type: "release", shipmentId: row.id, handOver } as const;
  const told = await deps.trip(caller.tenantId, tripId).command(command, actorOf(caller));
  if (told.ok || told.error.tag === "unknown-shipment" || told.error.tag === "not-found") return ok(undefined);
  return err(stepFailure(told.error));
}

export function stopOf({ id, kind, lat, lng, windowStartsAt, windowEndsAt }: ShipmentRow): Result<NewStop, Failure> {
  if (lat === null || lng === null) {
    const message = "has no place on the map yet";
    return err({ tag: "invalid-request", errors: [{ path: "params.shipmentId", message }] });
  }
  const action = kind === "pickup" ? ("pickup" as const) : ("dropoff" as const);
  const window =
    windowStartsAt === null || windowEndsAt === null ? undefined : { startsAt: windowStartsAt, endsAt: windowEndsAt };
  return ok({ place: { lat, lng }, window, serviceSeconds: 0, shipments: [{ id, action }] });
}

/** A second time it is there already. */
function withShipment(id: ShipmentId, stop: NewStop, position: number | undefined) {
  return (stops: readonly TripStop[]): Result<TripPlan["stops"], Failure> => {
    const open: TripPlan["stops"] = openStops(stops);
    return ok(stops.some((one) => carries(one, id)) ? open : insertAt(open, stop, position));
  };
}

function carries({ shipments }: Pick<TripStop, "shipments">, id: ShipmentId): boolean {
  return shipments.some(({ shipmentId }) => shipmentId === id);
}

async function answerFor(
  deps: TripDeps,
  shipmentId: ShipmentId,
  trip: Trip,
  { owner }: ReachedTrip,
): Promise<Result<AssignedShipment, Failure>> {
  const shown = await showShipment(deps, shipmentId);
  if (!shown.ok) return shown;
  const { shipment } = shown.value;
  const stopIds = trip.stops.filter((stop) => carries(stop, shipmentId)).map(({ stopId }) => stopId);
  return ok({ shipment, tripId: trip.id, driverId: owner.driverId, stopIds });
}
