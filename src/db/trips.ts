import { and, asc, desc, eq, getTableColumns, inArray, isNull, lt, gt, gte, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { DriverId, RegionId, ShipmentId, TripId } from "../protocol/ids.ts";
import type { ProofKind } from "../protocol/proof.ts";
import type { TripStatus } from "../protocol/trip.ts";
import { proofTermColumns, withAskedProof } from "./asked-proof.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { shipments, stopShipments } from "./schema/shipments.ts";
import { tenants } from "./schema/tenants.ts";
import { stops, trips } from "./schema/trips.ts";
import { claimShipments } from "./shipments.ts";

const {
  tenantId: _tenant,
  statusSeq: _statusSeq,
  planSeq: _planSeq,
  updatedAt: _updated,
  ...columns
} = getTableColumns(trips);
export type TripRow = Pick<typeof trips.$inferSelect, keyof typeof columns>;

const stopColumns = {
  id: stops.id,
  lat: stops.lat,
  lng: stops.lng,
  status: stops.status,
  serviceSeconds: stops.serviceSeconds,
  windowStartsAt: stops.windowStartsAt,
  windowEndsAt: stops.windowEndsAt,
};
export type StopRow = Pick<typeof stops.$inferSelect, keyof typeof stopColumns>;

/** A trip with its plan as Postgres has it. */
export interface StoredTrip {
  readonly trip: TripRow;
  /** In the order of the plan. */
  readonly stops: readonly StopRow[];
  readonly loads: readonly (Pick<
    typeof stopShipments.$inferSelect & typeof shipments.$inferSelect,
    "stopId" | "shipmentId" | "action" | "kind" | "status"
  > & { readonly proofRequired: ProofKind[] })[];
}

export interface NewTripRows {
  readonly trip: Omit<typeof trips.$inferInsert, "tenantId">;
  /** In the order of the plan. */
  readonly stops: readonly StopRow[];
  readonly loads: readonly Omit<typeof stopShipments.$inferInsert, "tenantId">[];
  readonly shipmentIds: readonly ShipmentId[];
}

/** The trip, its plan, and its hold on what it carries: all or nothing. */
export async function addTrip(tenant: TenantQueries, rows: NewTripRows): Promise<Result<unknown, DbError>> {
  const { tenantId } = tenant;
  const tripId = rows.trip.id;
  const stopRows = rows.stops.map((stop, position) => ({ ...stop, tenantId, tripId, position }));
  const loadRows = rows.loads.map((load) => ({ ...load, tenantId }));
  return tenant.batch("trips.add", [
    statements.insert(trips).values({ ...rows.trip, tenantId }),
    ...(rows.stops.length > 0 ? [statements.insert(stops).values(stopRows)] : []),
    ...(rows.loads.length > 0 ? [statements.insert(stopShipments).values(loadRows)] : []),
    ...(rows.shipmentIds.length > 0 ? [claimShipments(tenant, tripId, rows.shipmentIds)] : []),
  ]);
}

export async function findTrip(tenant: TenantQueries, id: TripId): Promise<Result<StoredTrip | undefined, DbError>> {
  const sameStop = and(eq(stopShipments.tenantId, stops.tenantId), eq(stopShipments.stopId, stops.id));
  const sameShipment = and(eq(stopShipments.tenantId, shipments.tenantId), eq(stopShipments.shipmentId, shipments.id));
  const found = await tenant.batch(
    "trips.find",
    [
      statements
        .select(columns)
        .from(trips)
        .where(ownRows(trips, tenant, eq(trips.id, id))),
      statements
        .select(stopColumns)
        .from(stops)
        .where(ownRows(stops, tenant, eq(stops.tripId, id)))
        .orderBy(asc(stops.position), asc(stops.id)),
      statements
        .select({
          stopId: stopShipments.stopId,
          shipmentId: stopShipments.shipmentId,
          action: stopShipments.action,
          kind: shipments.kind,
          status: shipments.status,
          ...proofTermColumns,
        })
        .from(stopShipments)
        .innerJoin(stops, sameStop)
        .innerJoin(shipments, sameShipment)
        .innerJoin(tenants, eq(tenants.id, shipments.tenantId))
        .where(ownRows(stops, tenant, eq(stops.tripId, id)))
        .orderBy(asc(stopShipments.shipmentId)),
    ],
    { read: "primary" },
  );
  if (!found.ok) return found;
  const [[trip], itsStops, loads] = found.value;
  return ok(trip && { trip, stops: itsStops, loads: loads.map(withAskedProof) });
}

export interface TripPage {
  readonly after?: TripId | undefined;
  readonly status?: TripStatus | undefined;
  readonly driverId?: DriverId | undefined;
  /** Absent for all. */
  readonly regionIds?: readonly RegionId[] | undefined;
  /** Of the days from and before these moments, by when they begin. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
}

/** As trips_day_idx has it. */
const DAY = sql`coalesce(${trips.startedAt}, ${trips.plannedStartAt}, ${trips.createdAt})`;

/** Newest first. */
export async function listTrips(tenant: TenantQueries, page: TripPage): Promise<Result<TripRow[], DbError>> {
  const wanted = ownRows(
    trips,
    tenant,
    page.after && lt(trips.id, page.after),
    page.status && eq(trips.status, page.status),
    page.driverId && eq(trips.driverId, page.driverId),
    page.regionIds && inArray(trips.regionId, [...page.regionIds]),
    page.from !== undefined && gte(DAY, instantOf(page.from)),
    page.to !== undefined && lt(DAY, instantOf(page.to)),
  );
  const query = statements.select(columns).from(trips).where(wanted).orderBy(desc(trips.id)).limit(page.limit);
  return tenant.run("trips.list", query, { read: "replica" });
}

function instantOf(ms: number) {
  return sql`${trips.createdAt.mapToDriverValue(ms)}::timestamptz`;
}

/** Trips that are not over and that nothing was written of between these two moments and now. */
export async function listQuietTrips(
  tenant: TenantQueries,
  { status, since, before, limit }: { status: TripStatus[]; since: number; before: number; limit: number },
): Promise<Result<TripRow[], DbError>> {
  const query = statements
    .select(columns)
    .from(trips)
    .where(
      ownRows(trips, tenant, inArray(trips.status, status), gt(trips.updatedAt, since), lt(trips.updatedAt, before)),
    )
    .orderBy(asc(trips.updatedAt))
    .limit(limit);
  return tenant.run("trips.quiet", query, { read: "primary" });
}

/** Trips that ended since then, whose track has arrived and was never added up. */
export async function listUnmeasuredTrips(
  tenant: TenantQueries,
  { since, limit }: { since: number; limit: number },
): Promise<Result<TripId[], DbError>> {
  const query = statements
    .select({ id: trips.id })
    .from(trips)
    .where(ownRows(trips, tenant, gt(trips.finishedAt, since), isNull(trips.distanceM), gt(trips.chunkSeq, 0)))
    .limit(limit);
  const found = await tenant.run("trips.unmeasured", query, { read: "primary" });
  return found.ok ? ok(found.value.map(({ id }) => id)) : found;
}

/** What the trip's object says, where the row came to say otherwise. Never over a newer event. */
export async function mendTrip(
  tenant: TenantQueries,
  {
    id,
    seq,
    status,
    startedAt,
    finishedAt,
  }: Pick<TripRow, "id" | "status" | "startedAt" | "finishedAt"> & { seq: number },
): Promise<Result<unknown, DbError>> {
  return tenant.run(
    "trips.mend",
    statements
      .update(trips)
      .set({ status, startedAt, finishedAt, statusSeq: seq, version: sql`${trips.version} + 1` })
      .where(ownRows(trips, tenant, eq(trips.id, id), lt(trips.statusSeq, seq + 1))),
  );
}

/** What was driven, once it is over. */
export async function saveTripTrack(
  tenant: TenantQueries,
  id: TripId,
  track: { readonly distanceM: number; readonly polyline: string },
): Promise<Result<unknown, DbError>> {
  return tenant.run(
    "trips.track",
    statements
      .update(trips)
      .set(track)
      .where(ownRows(trips, tenant, eq(trips.id, id))),
  );
}
