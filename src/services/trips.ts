import { addTrip, listTrips as readTrips, type StoredTrip, type TripPage, type TripRow } from "../db/trips.ts";
import { findTripCrew, type TripCrew } from "../db/trip-crew.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { viewerOf } from "../domain/location-view.ts";
import { grantFor, mayDriver, mayTrip, regionsOf } from "../domain/permissions.ts";
import { plannedRound } from "../domain/planned-round.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { NewTrip, Trip, TripSummary } from "../protocol/api/trips.ts";
import type { DriverId, RegionId, TripId } from "../protocol/ids.ts";
import type { TripStatus } from "../protocol/trip.ts";
import { dbFailure } from "./db-failure.ts";
import { requireFitForDuty } from "./fit-for-duty.ts";
import { openRegion } from "./live-regions.ts";
import { narrowRegions } from "./narrow-regions.ts";
import { cutPage, pageLimit } from "./page.ts";
import { deskOf } from "./people-desk.ts";
import { reachTrip, type TripDeps } from "./trip-access.ts";
import { briefOf, firstNameOf, routedBrief } from "./trip-brief.ts";
import { storedTrip } from "./trip-opening.ts";
import { holdFailure } from "./trip-refusal.ts";
import { type PlannedStops, planStops } from "./trip-stops.ts";
import { tripView } from "./trip-view.ts";

type Query = Pick<TripPage, "after" | "driverId" | "from" | "to"> & {
  status?: TripStatus | undefined;
  regionId?: RegionId | undefined;
  limit?: number | undefined;
};

/** Postgres first, as `planned`; then the object. What dies in between is opened by the next who asks, or by reconciliation. */
export async function createTrip(deps: TripDeps, input: NewTrip, id?: TripId): Promise<Result<Trip, Failure>> {
  const { regionId, driverId } = input;
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const { tenantId } = caller;
  if (!mayTrip(caller, "create", { tenantId, regionId, driverId })) return err({ tag: "forbidden" });
  const found = await findTripCrew(desk.tenant, driverId);
  if (!found.ok) return err(dbFailure(found.error));
  const crew = found.value;
  if (!crew || !mayDriver(caller, "read", crew)) return err({ tag: "not-found" });
  const refused = refusalOf(caller, input, crew);
  if (refused) return err(refused);
  // On the day that it is for: a paper that runs out before then is as good as none.
  const startsAt = Math.max(input.plannedStartAt ?? 0, deps.now());
  const fit = await requireFitForDuty(desk, driverId, crew, startsAt);
  if (!fit.ok) return fit;
  const region = await openRegion(deps, tenantId, regionId);
  if (!region.ok) return region;
  const planned = await planStops(desk.tenant, regionId, input.stops);
  if (!planned.ok) return planned;
  const stored = rowsOf({ ...input, id }, crew, planned.value, deps.now());
  const { loads, stops, trip } = stored;
  const added = await addTrip(desk.tenant, {
    trip,
    stops,
    loads: loads.map(({ stopId, shipmentId, action }) => ({ stopId, shipmentId, action })),
    shipmentIds: planned.value.shipmentIds,
  });
  if (!added.ok) return err(holdFailure(added.error));
  const brief = await routedBrief(deps, briefOf(tenantId, stored, { firstName: await firstNameOf(desk, crew), crew }));
  await deps.trip(tenantId, trip.id, region.value).open(brief);
  return ok(tripView({ trip: brief, point: null, eta: [], seq: 0 }));
}

/** Works while the database does not. */
export async function getTrip(deps: TripDeps, tripId: TripId): Promise<Result<Trip, Failure>> {
  const reached = await reachTrip(deps, tripId, "read");
  const picture = reached.ok ? await reached.value.object.picture(viewerOf(reached.value.caller)) : null;
  if (picture) return ok(tripView(picture));
  return reached.ok || reached.error.tag === "not-found" ? pastTrip(deps, tripId) : reached;
}

/** A trip whose object has been cleared away. */
async function pastTrip(deps: TripDeps, tripId: TripId): Promise<Result<Trip, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const { tenantId } = caller;
  const stored = await storedTrip(deps, tenantId, tripId);
  if (!stored.ok) return stored;
  const { trip } = stored.value;
  if (!mayTrip(caller, "read", { ...trip, tenantId })) return err({ tag: "not-found" });
  const crew = await findTripCrew(desk.tenant, trip.driverId);
  if (!crew.ok) return err(dbFailure(crew.error));
  if (!crew.value) return err({ tag: "not-found" });
  const brief = briefOf(tenantId, stored.value, { firstName: await firstNameOf(desk, crew.value), crew: crew.value });
  return ok(tripView({ trip: brief, point: null, eta: [], seq: trip.eventSeq }));
}

/** A driver sees its own trips, a dispatcher who is limited to regions the trips of those. */
export async function listTrips(
  deps: TripDeps,
  { regionId, ...query }: Query,
): Promise<Result<{ items: TripSummary[]; next?: string }, Failure>> {
  const grant = grantFor(deps.caller, "trip", "list");
  if (grant === "none") return err({ tag: "forbidden" });
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const { wanted, read } = pageLimit(query.limit);
  const regionIds = narrowRegions(grant === "own" ? regionsOf(caller) : undefined, regionId);
  const driverId = caller.kind === "driver" ? ownDriver(caller, query.driverId) : query.driverId;
  if (driverId === null || regionIds?.length === 0) return ok({ items: [] });
  const found = await readTrips(desk.tenant, { ...query, driverId, regionIds, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: rows.map(summaryOf), ...next });
}

/** A driver may only go on duty: at home, and without taking parcels that nobody gave it. */
function refusalOf(caller: KnownCaller, { regionId, stops }: NewTrip, crew: TripCrew): Failure | undefined {
  if (caller.kind === "driver" && (stops.length > 0 || crew.homeRegionId !== regionId)) return { tag: "forbidden" };
  return crew.status === "active" ? undefined : { tag: "conflict" };
}

function rowsOf(
  { id = newRowId.trip(), regionId, driverId, plannedStartAt }: NewTrip & { id: TripId | undefined },
  { vehicleId }: TripCrew,
  { stops, loads }: PlannedStops,
  now: number,
): StoredTrip {
  const times = { startedAt: null, finishedAt: null, etaAt: null, createdAt: now };
  const counts = { stopsTotal: stops.length, stopsDone: 0, distanceM: null, polyline: null };
  const status = "planned" as const;
  const ledger = { eventSeq: 0, chunkSeq: 0, version: 1 };
  const plan = { vehicleId, plannedStartAt: plannedStartAt ?? null, ...plannedRound(stops) };
  const trip: TripRow = { id, regionId, driverId, status, ...plan, ...times, ...counts, ...ledger };
  return { trip, stops: stops.map((stop) => ({ ...stop, tripId: id })), loads };
}

function ownDriver({ driverId }: { driverId: DriverId }, wanted: DriverId | undefined): DriverId | null {
  return wanted === undefined || wanted === driverId ? driverId : null;
}

function summaryOf({
  vehicleId: _v,
  etaAt: _e,
  eventSeq: _s,
  chunkSeq: _c,
  version: _n,
  plannedM: _m,
  plannedSeconds: _t,
  ...row
}: TripRow): TripSummary {
  return row;
}
