import { and, asc, count, eq, getTableColumns, gt, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { ok, type Result } from "../domain/result.ts";
import type { RegionId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { expectThat } from "./expectations.ts";
import { ownRows } from "./own-rows.ts";
import { drivers } from "./schema/drivers.ts";
import { invitations } from "./schema/invitations.ts";
import { shipments } from "./schema/shipments.ts";
import { regions } from "./schema/tenants.ts";
import { trips } from "./schema/trips.ts";

const { settings: _settings, fencesVersion: _fences, ...columns } = getTableColumns(regions);
export type RegionRow = Pick<typeof regions.$inferSelect, keyof typeof columns>;
type RegionContent = Pick<RegionRow, "name" | "timeZone" | "polygon">;
/** Undefined fields stay what they are. */
type RegionRowChange = { readonly [Field in keyof RegionContent]?: RegionContent[Field] | undefined };

/** The depots of a large carrier; each is an object with a picture of its own, and a choice in every list. */
export const OPEN_REGIONS_MAX = 2_500;

/** Somebody still counts on each of these. */
const OPEN_TRIP = ["planned", "active", "paused"] as const;
const OPEN_SHIPMENT = ["created", "assigned", "picked_up", "out_for_delivery", "arriving", "arrived"] as const;

/** What keeps a region from being closed. */
export type RegionUse = Readonly<Record<"drivers" | "trips" | "shipments" | "invitations", number>>;

/** By age, which is the order of the ids. */
export async function listRegions(
  tenant: TenantQueries,
  page: {
    readonly after?: RegionId | undefined;
    /** These only; absent for all. */
    readonly regionIds?: readonly RegionId[] | undefined;
    readonly withClosed?: boolean;
    readonly limit: number;
  },
): Promise<Result<RegionRow[], DbError>> {
  const wanted = ownRows(
    regions,
    tenant,
    page.after && gt(regions.id, page.after),
    page.regionIds && inArray(regions.id, [...page.regionIds]),
    page.withClosed !== true && isNull(regions.closedAt),
  );
  const query = statements.select(columns).from(regions).where(wanted).orderBy(asc(regions.id)).limit(page.limit);
  return tenant.run("regions.list", query, { read: "replica" });
}

/** Fails as a conflict where the tenant has as many as it may have. */
export async function addRegion(
  tenant: TenantQueries,
  row: RegionContent & Pick<RegionRow, "id">,
): Promise<Result<RegionRow | undefined, DbError>> {
  const { tenantId } = tenant;
  const open = statements
    .select({ count: count() })
    .from(regions)
    .where(ownRows(regions, tenant, isNull(regions.closedAt)));
  const added = await tenant.batch("regions.add", [
    expectThat(sql`(${open}) < ${OPEN_REGIONS_MAX}`, "taken"),
    statements
      .insert(regions)
      .values({ ...row, tenantId })
      .returning(columns),
  ]);
  return added.ok ? ok(added.value[1][0]) : added;
}

export async function findRegionRow(
  tenant: TenantQueries,
  id: RegionId,
): Promise<Result<RegionRow | undefined, DbError>> {
  const query = statements
    .select(columns)
    .from(regions)
    .where(ownRows(regions, tenant, eq(regions.id, id)));
  const found = await tenant.run("regions.read", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** Undefined where the version is another one by now, or the region was closed. */
export async function changeRegionRow(
  tenant: TenantQueries,
  { id, version }: Pick<RegionRow, "id" | "version">,
  change: RegionRowChange,
): Promise<Result<RegionRow | undefined, DbError>> {
  const changed = await tenant.run(
    "regions.change",
    statements
      .update(regions)
      .set({ ...change, version: sql`${regions.version} + 1` })
      .where(ownRows(regions, tenant, eq(regions.id, id), eq(regions.version, version), isNull(regions.closedAt)))
      .returning(columns),
  );
  return changed.ok ? ok(changed.value[0]) : changed;
}

/**
 * Closes it unless it is in use, and says what uses it. Whoever begins something there holds its row (ops.open_region), so
 * that the lock waits for them and they wait for it: nothing begins between the count and the end.
 */
export async function closeRegionRow(
  tenant: TenantQueries,
  id: RegionId,
  now: number,
): Promise<Result<{ readonly row: RegionRow | undefined; readonly use: RegionUse }, DbError>> {
  const itself = ownRows(regions, tenant, eq(regions.id, id));
  const use = useOf(tenant, id, now);
  const { drivers: crew, trips: rounds, shipments: parcels, invitations: invited } = use;
  const done = await tenant.batch("regions.close", [
    statements.select({ id: regions.id }).from(regions).where(itself).for("update"),
    statements
      .update(regions)
      .set({ closedAt: now, version: sql`${regions.version} + 1` })
      .where(and(itself, isNull(regions.closedAt), sql`${crew} + ${rounds} + ${parcels} + ${invited} = 0`)),
    statements.select(use).from(sql`(select) as nothing`),
    statements.select(columns).from(regions).where(itself),
  ]);
  if (!done.ok) return done;
  const [, , [counted], [row]] = done.value;
  if (!counted) throw new Error("a count without a row");
  return ok({ row, use: counted });
}

function useOf(tenant: TenantQueries, id: RegionId, now: number) {
  const rowsOf = (table: PgTable, which: SQL | undefined) =>
    sql<number>`(${statements.select({ count: count() }).from(table).where(which)})`.mapWith(Number);
  const open = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, now));
  return {
    drivers: rowsOf(drivers, ownRows(drivers, tenant, eq(drivers.homeRegionId, id), ne(drivers.status, "suspended"))),
    trips: rowsOf(trips, ownRows(trips, tenant, eq(trips.regionId, id), inArray(trips.status, OPEN_TRIP))),
    shipments: rowsOf(
      shipments,
      ownRows(shipments, tenant, eq(shipments.regionId, id), inArray(shipments.status, OPEN_SHIPMENT)),
    ),
    invitations: rowsOf(invitations, ownRows(invitations, tenant, eq(invitations.homeRegionId, id), open)),
  };
}
