import type { TenantQueries } from "../db/client.ts";
import { freeShipments } from "../db/shipment-holds.ts";
import { claimForTrip } from "../db/shipments.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { nextShipmentStatus } from "../domain/shipment-state.ts";
import { isStopOver } from "../domain/stop-state.ts";
import { isTripOver } from "../domain/trip-state.ts";
import type { TripCommand } from "../domain/trip-step.ts";
import type { NewStop, Trip, TripPlan } from "../protocol/api/trips.ts";
import { type ShipmentId, type StopId, StopId as StopIdSchema, type TripId } from "../protocol/ids.ts";
import { STOPS_MAX, type TripStop } from "../protocol/live/trip-brief.ts";
import { dbFailure } from "./db-failure.ts";
import { overtaken } from "./overtaken.ts";
import { type ReachedTrip, reachTrip, type TripDeps } from "./trip-access.ts";
import { holdFailure } from "./trip-refusal.ts";
import { planRoute, type RouteDeps } from "./trip-route.ts";
import { tell } from "./trip-steps.ts";
import { liveStops, planStops, type WantedStop } from "./trip-stops.ts";
import { tripView } from "./trip-view.ts";

type TripPicture = NonNullable<Awaited<ReturnType<ReachedTrip["object"]["picture"]>>>;
export type Wanted = Exclude<TripPlan["stops"][number], NewStop> | WantedStop;

/** Makes the wanted order out of the stops that are there. */
export type Arrange = (stops: readonly TripStop[]) => Result<readonly Wanted[], Failure>;

/** More often than this nobody changes a plan while one change is made. */
const ROUNDS_MAX = 4;

/** Replaces the plan, of a trip that runs too. */
export async function planTrip(deps: TripDeps, tripId: TripId, { stops }: TripPlan): Promise<Result<Trip, Failure>> {
  return changePlan(deps, tripId, () => ok(stops));
}

/** The same by a change of the plan as it is. */
export async function changePlan(deps: TripDeps, tripId: TripId, arrange: Arrange): Promise<Result<Trip, Failure>> {
  if (deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const reached = await reachTrip(deps, tripId, "update");
  return reached.ok ? arrangePlan(deps, reached.value, arrange) : reached;
}

/**
 * New shipments are held in Postgres first, so that no two trips take the same one; then the object is told, and the
 * ledger makes the rows of the plan follow. Without new shipments no database is needed. Where the object refuses, what
 * was held waits again.
 */
export async function arrangePlan(
  deps: TripDeps,
  reached: ReachedTrip,
  arrange: Arrange,
): Promise<Result<Trip, Failure>> {
  const held = new Set<ShipmentId>();
  const arranged = await inRounds(deps, reached, arrange, held);
  if (arranged.ok || held.size === 0) return arranged;
  const { tripId } = reached;
  // Another request for the same trip may have put one of them into its plan.
  const carried = (await reached.object.picture())?.trip.stops.flatMap(({ shipments }) => shipments) ?? [];
  for (const { shipmentId } of carried) held.delete(shipmentId);
  const freed = await freeShipments(tenantOf(deps, reached), { ids: [...held], tripId });
  return freed.ok ? arranged : err(dbFailure(freed.error));
}

/** Where somebody else changed the plan in between, it is arranged again: nobody's change is lost. */
async function inRounds(
  deps: TripDeps,
  reached: ReachedTrip,
  arrange: Arrange,
  held: Set<ShipmentId>,
): Promise<Result<Trip, Failure>> {
  for (let round = 1; ; round += 1) {
    const picture = await reached.object.picture();
    if (!picture) return err({ tag: "not-found" });
    if (isTripOver(picture.trip.status)) return err({ tag: "not-allowed-now" });
    if (round > ROUNDS_MAX) return overtaken(ok(tripView(picture)));
    const basis = picture.trip.stops;
    const wanted = arrange(basis);
    if (!wanted.ok) return wanted.error.tag === "version-conflict" ? overtaken(ok(tripView(picture))) : wanted;
    const next = await stopsOf(deps, reached, { basis, wanted: wanted.value }, held);
    if (!next.ok) return next;
    const told = await tell(deps, reached, { ...(await routedPlan(deps, next.value, picture)), basis });
    if (told.ok || told.error.tag !== "version-conflict") return told;
  }
}

/** Notes in `held` what no trip had before. */
async function stopsOf(
  deps: TripDeps,
  reached: ReachedTrip,
  { basis, wanted }: { readonly basis: readonly TripStop[]; readonly wanted: readonly Wanted[] },
  held: Set<ShipmentId>,
): Promise<Result<TripStop[], Failure>> {
  const kept = keepStops(basis, wanted);
  if (!kept.ok) return kept;
  const tenant = tenantOf(deps, reached);
  const planned = await planStops(tenant, reached.owner.regionId, wanted.filter(isNew));
  if (!planned.ok) return planned;
  const made = liveStops(planned.value).values();
  const next = [...kept.value.over];
  for (const stop of wanted) {
    const known = isNew(stop) ? made.next().value : kept.value.named.get(stop.id);
    if (known && !next.includes(known)) next.push(known);
  }
  if (next.length > STOPS_MAX) return err({ tag: "invalid-request" });
  const claimed = await claimForTrip(tenant, reached.tripId, planned.value.shipmentIds);
  if (!claimed.ok) return err(holdFailure(claimed.error));
  for (const id of planned.value.freeIds) held.add(id);
  return ok(next);
}

function tenantOf({ db, requestId }: TripDeps, { caller }: ReachedTrip): TenantQueries {
  return db.forTenant({ tenantId: caller.tenantId, actor: actorOf(caller), requestId });
}

/** From where the driver is, if anybody knows. */
async function routedPlan(
  deps: RouteDeps,
  stops: readonly TripStop[],
  { trip, point }: TripPicture,
): Promise<Extract<TripCommand, { type: "plan" }>> {
  const route = await planRoute(deps, { stops, from: point, vehicleKind: trip.vehicleKind });
  return { type: "plan", stops, ...(route && { route }) };
}

/** Stops that are over stay, in front, whether they are named or not; of the others those that are named. */
function keepStops(
  before: readonly TripStop[],
  wanted: readonly Wanted[],
): Result<{ over: readonly TripStop[]; named: ReadonlyMap<StopId, TripStop> }, Failure> {
  const asked = new Set(wanted.flatMap((stop) => (isNew(stop) ? [] : [stop.id])));
  const known = new Map(before.map((stop) => [StopIdSchema.parse(stop.stopId), stop]));
  for (const id of asked) if (!known.has(id)) return err({ tag: "not-found" });
  const left = before.filter(({ stopId, status }) => !asked.has(stopId) && !isStopOver(status));
  if (left.some(isOnBoard)) return err({ tag: "not-allowed-now" });
  return ok({ over: before.filter(({ stopId, status }) => !asked.has(stopId) && isStopOver(status)), named: known });
}

/** A parcel that was picked up has to be brought somewhere. */
function isOnBoard({ shipments }: TripStop): boolean {
  return shipments.some(({ status }) => !nextShipmentStatus(status, "unassign").ok && !ENDS.has(status));
}

const ENDS: ReadonlySet<string> = new Set(["delivered", "returned", "cancelled", "failed"]);

function isNew(stop: Wanted): stop is WantedStop {
  return "place" in stop;
}
