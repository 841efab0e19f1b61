import {
  and,
  desc,
  eq,
  getTableColumns,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  type SQL,
  type SQLWrapper,
  sql,
} from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { DriverId, RegionId, ShipmentId, TenantId, TripId } from "../protocol/ids.ts";
import type { ProofKind } from "../protocol/proof.ts";
import type { ShipmentKind, ShipmentStatus } from "../protocol/shipment.ts";
import { proofTermColumns, withAskedProof } from "./asked-proof.ts";
import { ACTOR, statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { expectCount } from "./expectations.ts";
import { ownRows } from "./own-rows.ts";
import { shipments } from "./schema/shipments.ts";
import { tenants } from "./schema/tenants.ts";
import { trips } from "./schema/trips.ts";

const { point: _point, cell: _cell, search: _search, eventSeq: _seq, ...columns } = getTableColumns(shipments);
const { updatedAt: _updatedAt, ...shown } = columns;
export type ShipmentRow = Pick<typeof shipments.$inferSelect, keyof typeof shown> & {
  /** Who carries it, on a trip that is not over; null otherwise. */
  readonly driverId: DriverId | null;
};

export interface ShipmentPage {
  readonly after?: ShipmentId | undefined;
  readonly status?: ShipmentStatus | undefined;
  readonly storeCode?: string | undefined;
  /** Absent for all. */
  readonly regionIds?: readonly RegionId[] | undefined;
  /** What this driver carries. */
  readonly carriedBy?: DriverId | undefined;
  /** Delivered, and what was to prove it has not come. */
  readonly proof?: "missing" | undefined;
  readonly limit: number;
}

const OPEN_TRIP = inArray(trips.status, ["planned", "active", "paused"]);
const ITS_TRIP = and(eq(trips.tenantId, shipments.tenantId), eq(trips.id, shipments.tripId), OPEN_TRIP);

/** With who carries it. */
export function selectShipments() {
  return statements
    .select({ ...shown, driverId: trips.driverId })
    .from(shipments)
    .leftJoin(trips, ITS_TRIP);
}

export async function findShipment(
  tenant: TenantQueries,
  which: ShipmentId | { readonly reference: string; readonly storeCode: string | null },
): Promise<Result<ShipmentRow | undefined, DbError>> {
  const wanted =
    typeof which === "string"
      ? eq(shipments.id, which)
      : and(
          eq(shipments.reference, which.reference),
          which.storeCode === null ? isNull(shipments.storeCode) : eq(shipments.storeCode, which.storeCode),
        );
  const query = selectShipments().where(ownRows(shipments, tenant, wanted));
  const found = await tenant.run("shipments.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** In no order. */
export async function findShipments(
  tenant: TenantQueries,
  ids: readonly ShipmentId[],
): Promise<Result<ShipmentRow[], DbError>> {
  if (ids.length === 0) return ok([]);
  const query = selectShipments().where(ownRows(shipments, tenant, inArray(shipments.id, [...ids])));
  return tenant.run("shipments.find-all", query, { read: "primary" });
}

/** Newest first. */
export async function listShipments(
  tenant: TenantQueries,
  page: ShipmentPage,
): Promise<Result<ShipmentRow[], DbError>> {
  return tenant.run("shipments.list", pageOfShipments(tenant, page), { read: "replica" });
}

/**
 * What a caller may see of what it asks for, behind the page before, newest first. Its ids are found first and who carries
 * them after that: joined at once, a box of 2,700 shipments asked for as many trips, and a region's board was sorted. Even
 * a join that Postgres leaves out keeps it from answering out of an index alone.
 */
export function pageOfShipments(tenant: TenantQueries, page: ShipmentPage, fits?: SQL) {
  const wanted = ownRows(
    shipments,
    tenant,
    page.after && lt(shipments.id, page.after),
    page.status && eq(shipments.status, page.status),
    page.storeCode !== undefined && eq(shipments.storeCode, page.storeCode),
    page.regionIds && inArray(shipments.regionId, [...page.regionIds]),
    page.proof && isNotNull(shipments.proofAwaited),
    page.carriedBy && among(shipments.tripId, openTripsOf(tenant, page.carriedBy)),
    fits,
  );
  const ids = statements
    .select({ id: shipments.id })
    .from(shipments)
    .where(wanted)
    .orderBy(desc(shipments.id))
    .limit(page.limit);
  return selectShipments()
    .where(ownRows(shipments, tenant, among(shipments.id, ids)))
    .orderBy(desc(shipments.id));
}

/** As an array, which is made first and then looked up in the index: 0.1 ms; joined, all of 20,000 rows were read in 26. */
export function among(column: typeof shipments.id | typeof shipments.tripId, ids: SQLWrapper): SQL {
  return sql`${column} = any(array(${ids}))`;
}

function openTripsOf(tenant: TenantQueries, driverId: DriverId) {
  return statements
    .select({ id: trips.id })
    .from(trips)
    .where(ownRows(trips, tenant, eq(trips.driverId, driverId), OPEN_TRIP));
}

/** What a trip has to know of what it carries. */
export interface Load {
  readonly id: ShipmentId;
  readonly kind: ShipmentKind;
  readonly status: ShipmentStatus;
  readonly regionId: RegionId;
  readonly tripId: TripId | null;
  readonly proofRequired: ProofKind[];
}

export async function findLoads(tenant: TenantQueries, ids: readonly ShipmentId[]): Promise<Result<Load[], DbError>> {
  if (ids.length === 0) return ok([]);
  const { id, kind, status, regionId, tripId } = shipments;
  const query = statements
    .select({ id, kind, status, regionId, tripId, ...proofTermColumns })
    .from(shipments)
    .innerJoin(tenants, eq(tenants.id, shipments.tenantId))
    .where(ownRows(shipments, tenant, inArray(shipments.id, [...ids])));
  const found = await tenant.run("shipments.loads", query, { read: "primary" });
  return found.ok ? ok(found.value.map(withAskedProof)) : found;
}

/** A statement of a batch, which fails as a whole if another trip has one of these meanwhile. */
export function claimShipments(tenant: TenantQueries, tripId: TripId, ids: readonly ShipmentId[]) {
  const free = or(
    and(eq(shipments.status, "created"), isNull(shipments.tripId)),
    and(eq(shipments.status, "assigned"), eq(shipments.tripId, tripId)),
  );
  const claimed = statements
    .update(shipments)
    .set({ tripId, status: "assigned", assignedBy: ACTOR, eventSeq: 0, version: sql`${shipments.version} + 1` })
    .where(ownRows(shipments, tenant, inArray(shipments.id, [...ids]), free))
    .returning({ id: shipments.id });
  return expectCount(claimed, ids.length, "taken");
}

/** Takes shipments over for a live trip, before its object is told. */
export async function claimForTrip(
  tenant: TenantQueries,
  tripId: TripId,
  ids: readonly ShipmentId[],
): Promise<Result<unknown, DbError>> {
  return ids.length === 0 ? ok([]) : tenant.batch("shipments.claim", [claimShipments(tenant, tripId, ids)]);
}

/** Whose a shipment is, and whether it is over. */
export interface ShipmentPlace {
  readonly tenantId: TenantId;
  readonly shipmentId: ShipmentId;
  readonly regionId: RegionId;
  readonly storeCode: string | null;
  readonly driverId: DriverId | null;
  readonly closedAt: number | null;
}

export async function findShipmentPlace(
  tenant: TenantQueries,
  id: ShipmentId,
): Promise<Result<ShipmentPlace | undefined, DbError>> {
  const { tenantId, id: shipmentId, regionId, storeCode, closedAt } = shipments;
  const query = statements
    .select({ tenantId, shipmentId, regionId, storeCode, closedAt, driverId: trips.driverId })
    .from(shipments)
    .leftJoin(trips, and(eq(trips.tenantId, shipments.tenantId), eq(trips.id, shipments.tripId)))
    .where(ownRows(shipments, tenant, eq(shipments.id, id)));
  const found = await tenant.run("shipments.place", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}
