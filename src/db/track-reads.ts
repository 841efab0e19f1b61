import { and, asc, desc, eq, gte, lt, lte, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { DriverId, RegionId, ShipmentId, TripId } from "../protocol/ids.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { uuidOf } from "./schema/columns.ts";
import { trackChunks } from "./schema/events.ts";
import { shipments } from "./schema/shipments.ts";
import { trips } from "./schema/trips.ts";

export interface ChunkRow {
  readonly tripId: TripId;
  readonly seq: number;
  readonly startedAt: number;
  readonly body: Uint8Array;
}

const columns = {
  tripId: trackChunks.tripId,
  seq: trackChunks.seq,
  startedAt: trackChunks.startedAt,
  body: trackChunks.body,
};

/** A recording of one point a quarter of an hour fills a chunk in a day. */
const LONGEST_CHUNK_MS = 24 * 60 * 60_000;

/** Whose trip it is. */
export async function findTripOwner(
  tenant: TenantQueries,
  tripId: TripId,
): Promise<Result<{ regionId: RegionId; driverId: DriverId } | undefined, DbError>> {
  const query = statements
    .select({ regionId: trips.regionId, driverId: trips.driverId })
    .from(trips)
    .where(ownRows(trips, tenant, eq(trips.id, tripId)));
  const found = await tenant.run("tracks.trip", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** A trip's chunks from one number to before another, in order. */
export async function listTripChunks(
  tenant: TenantQueries,
  tripId: TripId,
  { before, limit, after }: { readonly after: number; readonly before: number | undefined; readonly limit: number },
): Promise<Result<ChunkRow[], DbError>> {
  const seq = and(sql`${trackChunks.seq} > ${after}`, before === undefined ? undefined : lt(trackChunks.seq, before));
  const query = statements
    .select(columns)
    .from(trackChunks)
    .where(ownRows(trackChunks, tenant, eq(trackChunks.tripId, tripId), seq))
    .orderBy(asc(trackChunks.seq))
    .limit(limit);
  return tenant.run("tracks.of-trip", query, { read: "primary" });
}

export interface ChunkPlace {
  readonly startedAt: number;
  readonly tripId: TripId;
  readonly seq: number;
}

/** A driver's chunks that touch a span of time, in order of their beginning. */
export async function listDriverChunks(
  tenant: TenantQueries,
  driverId: DriverId,
  span: { readonly from: number; readonly to: number; readonly after: ChunkPlace | undefined; readonly limit: number },
): Promise<Result<ChunkRow[], DbError>> {
  const { from, to, after, limit } = span;
  const touches = and(
    gte(trackChunks.startedAt, Math.max(0, from - LONGEST_CHUNK_MS)),
    lte(trackChunks.startedAt, to),
    gte(trackChunks.endedAt, from),
  );
  const behind = after && sql`(started_at, trip_id, seq) > (${placeOf(after)})`;
  const query = statements
    .select(columns)
    .from(trackChunks)
    .where(ownRows(trackChunks, tenant, eq(trackChunks.driverId, driverId), touches, behind))
    .orderBy(asc(trackChunks.startedAt), asc(trackChunks.tripId), asc(trackChunks.seq))
    .limit(limit);
  return tenant.run("tracks.of-driver", query, { read: "replica" });
}

export async function listNewestDriverChunks(
  tenant: TenantQueries,
  driverId: DriverId,
  limit: number,
): Promise<Result<ChunkRow[], DbError>> {
  const query = statements
    .select(columns)
    .from(trackChunks)
    .where(ownRows(trackChunks, tenant, eq(trackChunks.driverId, driverId)))
    .orderBy(desc(trackChunks.startedAt))
    .limit(limit);
  return tenant.run("tracks.newest", query, { read: "replica" });
}

/** What is known of a shipment that no trip carries. */
export interface ShipmentAtHome {
  readonly status: ShipmentStatus;
  readonly windowStartsAt: number | null;
  readonly windowEndsAt: number | null;
  readonly closedAt: number | null;
}

export async function findShipmentAtHome(
  tenant: TenantQueries,
  shipmentId: ShipmentId,
): Promise<Result<ShipmentAtHome | undefined, DbError>> {
  const { status, windowStartsAt, windowEndsAt, closedAt } = shipments;
  const query = statements
    .select({ status, windowStartsAt, windowEndsAt, closedAt })
    .from(shipments)
    .where(ownRows(shipments, tenant, eq(shipments.id, shipmentId)));
  const found = await tenant.run("tracks.shipment", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** Trips that ended in a span of time. */
export async function listEndedTrips(
  tenant: TenantQueries,
  span: { readonly from: number; readonly to: number; readonly after: TripId | undefined; readonly limit: number },
): Promise<Result<TripId[], DbError>> {
  const { from, to, after, limit } = span;
  const ended = and(
    gte(trips.finishedAt, from),
    lt(trips.finishedAt, to),
    after && sql`${trips.id} > ${uuidOf("trip", after)}`,
  );
  const query = statements
    .select({ id: trips.id })
    .from(trips)
    .where(ownRows(trips, tenant, ended))
    .orderBy(asc(trips.id))
    .limit(limit);
  const found = await tenant.run("tracks.ended", query, { read: "primary" });
  return found.ok ? ok(found.value.map(({ id }) => id)) : found;
}

function placeOf({ startedAt, tripId, seq }: ChunkPlace) {
  const at = trackChunks.startedAt.mapToDriverValue(startedAt);
  return sql`${at}::timestamptz, ${uuidOf("trip", tripId)}::uuid, ${seq}::int`;
}
