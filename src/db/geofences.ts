import { and, asc, eq, getTableColumns, gt, inArray, sql } from "drizzle-orm";
import { err, ok, type Result } from "../domain/result.ts";
import type { GeofenceId, RegionId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { expectCount, expectThat, failedBy } from "./expectations.ts";
import { ownRows } from "./own-rows.ts";
import { geofences } from "./schema/geofences.ts";
import { regions } from "./schema/tenants.ts";

/** Loaded whole into the region's object with each change: at the worst 8 MB of corners, of the 32 that a call may carry. */
export const FENCES_PER_REGION_MAX = 500;

const { tenantId: _tenant, ...columns } = getTableColumns(geofences);
export type GeofenceRow = Omit<typeof geofences.$inferSelect, "tenantId">;
/** What a writer says of a fence; the rest is kept by the table. */
export type GeofenceContent = Omit<GeofenceRow, "version" | "createdAt" | "updatedAt">;

export interface GeofencePage {
  readonly after?: GeofenceId | undefined;
  /** Absent for all. */
  readonly regionIds?: readonly RegionId[] | undefined;
  readonly limit: number;
}

/** By age, which is the order of the ids. */
export async function listGeofences(
  tenant: TenantQueries,
  page: GeofencePage,
): Promise<Result<GeofenceRow[], DbError>> {
  const wanted = ownRows(
    geofences,
    tenant,
    page.after && gt(geofences.id, page.after),
    page.regionIds && inArray(geofences.regionId, [...page.regionIds]),
  );
  const query = statements.select(columns).from(geofences).where(wanted).orderBy(asc(geofences.id)).limit(page.limit);
  return tenant.run("geofences.list", query, { read: "primary" });
}

export async function findGeofence(
  tenant: TenantQueries,
  id: GeofenceId,
): Promise<Result<GeofenceRow | undefined, DbError>> {
  const query = statements
    .select(columns)
    .from(geofences)
    .where(ownRows(geofences, tenant, eq(geofences.id, id)));
  const found = await tenant.run("geofences.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** Fails as "taken" where the region has as many as it may have. */
export async function addGeofence(
  tenant: TenantQueries,
  row: GeofenceContent,
): Promise<Result<GeofenceRow | undefined, DbError>> {
  const { tenantId } = tenant;
  const count = statements
    .select({ count: sql`count(*)` })
    .from(geofences)
    .where(ownRows(geofences, tenant, eq(geofences.regionId, row.regionId)));
  const added = await tenant.batch("geofences.add", [
    numberChange(tenant, row.regionId),
    expectThat(sql`(${count}) < ${FENCES_PER_REGION_MAX}`, "taken"),
    statements
      .insert(geofences)
      .values({ ...row, tenantId })
      .returning(columns),
  ]);
  return added.ok ? ok(added.value[2][0]) : added;
}

/** Fails as "version-conflict" where somebody changed it since that version. */
export async function replaceGeofence(
  tenant: TenantQueries,
  { id, regionId, ...content }: GeofenceContent,
  version: number,
): Promise<Result<GeofenceRow | undefined, DbError | { readonly tag: "version-conflict" }>> {
  const itself = ownRows(geofences, tenant, eq(geofences.id, id));
  const known = statements
    .select({ id: geofences.id })
    .from(geofences)
    .where(and(itself, eq(geofences.version, version)));
  const replaced = await tenant.batch("geofences.replace", [
    numberChange(tenant, regionId),
    expectThat(sql`exists (${known})`, "outdated"),
    statements
      .update(geofences)
      .set({ ...content, version: sql`${geofences.version} + 1` })
      .where(itself)
      .returning(columns),
  ]);
  if (replaced.ok) return ok(replaced.value[2][0]);
  return failedBy(replaced.error, "outdated") ? err({ tag: "version-conflict" }) : replaced;
}

/** Undefined for one that is gone already. */
export async function deleteGeofence(
  tenant: TenantQueries,
  { id, regionId }: Pick<GeofenceRow, "id" | "regionId">,
): Promise<Result<boolean, DbError>> {
  const gone = statements
    .delete(geofences)
    .where(ownRows(geofences, tenant, eq(geofences.id, id)))
    .returning({ id: geofences.id });
  const deleted = await tenant.batch("geofences.delete", [
    numberChange(tenant, regionId),
    expectCount(gone, 1, "not-found"),
  ]);
  if (deleted.ok) return ok(true);
  return failedBy(deleted.error, "not-found") ? ok(false) : deleted;
}

/** A region's active fences and the number of their last change. The number is read first: it never promises too much. */
export async function readRegionFences(
  tenant: TenantQueries,
  regionId: RegionId,
): Promise<Result<{ version: number; rows: GeofenceRow[] }, DbError>> {
  const found = await tenant.batch(
    "geofences.of-region",
    [
      statements
        .select({ version: regions.fencesVersion })
        .from(regions)
        .where(ownRows(regions, tenant, eq(regions.id, regionId))),
      statements
        .select(columns)
        .from(geofences)
        .where(ownRows(geofences, tenant, eq(geofences.regionId, regionId), eq(geofences.active, true)))
        .orderBy(asc(geofences.id)),
    ],
    { read: "primary" },
  );
  if (!found.ok) return found;
  const [[region], rows] = found.value;
  return ok({ version: region?.version ?? 0, rows });
}

/** Regions whose row was touched since then and that have, or had, fences. */
export async function listFencedRegions(
  tenant: TenantQueries,
  { since, limit }: { readonly since: number; readonly limit: number },
): Promise<Result<{ id: RegionId; version: number }[], DbError>> {
  const query = statements
    .select({ id: regions.id, version: regions.fencesVersion })
    .from(regions)
    .where(ownRows(regions, tenant, gt(regions.fencesVersion, 0), gt(regions.updatedAt, since)))
    .limit(limit);
  return tenant.run("geofences.regions", query, { read: "primary" });
}

/** First in each batch: its lock makes writers of one region take turns, so that numbers and counts are exact. */
function numberChange(tenant: TenantQueries, regionId: RegionId) {
  return statements
    .update(regions)
    .set({ fencesVersion: sql`${regions.fencesVersion} + 1` })
    .where(ownRows(regions, tenant, eq(regions.id, regionId)));
}
