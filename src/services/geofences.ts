import { findDriver } from "../db/drivers.ts";
import {
  addGeofence,
  deleteGeofence as removeGeofence,
  findGeofence,
  type GeofencePage,
  type GeofenceRow,
  listGeofences as readGeofences,
  replaceGeofence as writeGeofence,
} from "../db/geofences.ts";
import type { TenantQueries } from "../db/client.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor, mayGeofence, regionsOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { logError } from "../platform/log.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { Action } from "../protocol/access.ts";
import type { Geofence, GeofenceChange, NewGeofence } from "../protocol/api/geofences.ts";
import type { GeofenceId, RegionId } from "../protocol/ids.ts";
import { callerTenant } from "./caller-tenant.ts";
import { dbFailure } from "./db-failure.ts";
import { geofenceView, ruleColumns, shapeColumns } from "./geofence-contents.ts";
import { requireRegions } from "./known-regions.ts";
import type { LiveDeps } from "./live-deps.ts";
import { openRegion } from "./live-regions.ts";
import { narrowRegions } from "./narrow-regions.ts";
import { overtaken } from "./overtaken.ts";
import { cutPage, pageLimit } from "./page.ts";
import { tellFences } from "./region-fences.ts";
import { holdFailure } from "./trip-refusal.ts";

type GeofenceDeps = Pick<LiveDeps, "db" | "caller" | "requestId" | "region" | "birthplaces" | "now" | "log">;

interface Asking {
  readonly caller: KnownCaller;
  readonly tenant: TenantQueries;
  /** Where a driver is at home. */
  readonly homeRegionId: RegionId | undefined;
}

export async function listGeofences(
  deps: GeofenceDeps,
  {
    regionId,
    limit,
    after,
  }: Pick<GeofencePage, "after"> & { regionId?: RegionId | undefined; limit?: number | undefined },
): Promise<Result<{ items: Geofence[]; next?: string }, Failure>> {
  const asked = await asking(deps);
  if (!asked.ok) return asked;
  const { caller, tenant, homeRegionId } = asked.value;
  const grant = grantFor(caller, "geofence", "list");
  if (grant === "none") return err({ tag: "forbidden" });
  const own = homeRegionId ? [homeRegionId] : regionsOf(caller);
  const regionIds = narrowRegions(grant === "own" ? own : undefined, regionId);
  if (regionIds?.length === 0) return ok({ items: [] });
  const { wanted, read } = pageLimit(limit);
  const found = await readGeofences(tenant, { after, regionIds, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: rows.map(geofenceView), ...next });
}

export async function createGeofence(
  deps: GeofenceDeps,
  input: NewGeofence,
  id = newRowId.geofence(),
): Promise<Result<Geofence, Failure>> {
  const asked = await asking(deps);
  if (!asked.ok) return asked;
  const { caller, tenant } = asked.value;
  const { regionId, name, shape, rules, active } = input;
  if (!mayGeofence(caller, "create", { tenantId: caller.tenantId, regionId })) return err({ tag: "forbidden" });
  const known = await requireRegions(tenant, [["body.regionId", regionId]]);
  if (!known.ok) return known;
  const columns = shapeColumns(shape);
  if (!columns.ok) return columns;
  const row = { id, regionId, name, active, ...columns.value, ...ruleColumns(rules) };
  const added = await addGeofence(tenant, row);
  if (!added.ok) return err(holdFailure(added.error));
  if (!added.value) throw new Error("a written geofence was not returned");
  await passOn(deps, tenant, regionId);
  return ok(geofenceView(added.value));
}

export async function getGeofence(deps: GeofenceDeps, id: GeofenceId): Promise<Result<Geofence, Failure>> {
  const found = await reachFence(deps, id, "read");
  return found.ok ? ok(geofenceView(found.value.row)) : found;
}

export async function replaceGeofence(
  deps: GeofenceDeps,
  id: GeofenceId,
  { name, shape, rules, active, version }: GeofenceChange,
): Promise<Result<Geofence, Failure>> {
  const found = await reachFence(deps, id, "update");
  if (!found.ok) return found;
  const { tenant, row } = found.value;
  const columns = shapeColumns(shape);
  if (!columns.ok) return columns;
  const { regionId } = row;
  const next = { id, regionId, name, active, ...columns.value, ...ruleColumns(rules) };
  const replaced = await writeGeofence(tenant, next, version);
  if (!replaced.ok) {
    const isLate = replaced.error.tag === "version-conflict";
    return isLate ? overtaken(await getGeofence(deps, id)) : err(dbFailure(replaced.error));
  }
  if (!replaced.value) return err({ tag: "not-found" });
  await passOn(deps, tenant, regionId);
  return ok(geofenceView(replaced.value));
}

export async function deleteGeofence(deps: GeofenceDeps, id: GeofenceId): Promise<Result<{ deleted: true }, Failure>> {
  const found = await reachFence(deps, id, "delete");
  if (!found.ok) return found;
  const { tenant, row } = found.value;
  const deleted = await removeGeofence(tenant, row);
  if (!deleted.ok) return err(dbFailure(deleted.error));
  if (!deleted.value) return err({ tag: "not-found" });
  await passOn(deps, tenant, row.regionId);
  return ok({ deleted: true });
}

/** What one may not see is not found. */
async function reachFence(
  deps: GeofenceDeps,
  id: GeofenceId,
  action: Action,
): Promise<Result<{ tenant: TenantQueries; row: GeofenceRow }, Failure>> {
  const asked = await asking(deps);
  if (!asked.ok) return asked;
  const { caller, tenant, homeRegionId } = asked.value;
  const found = await findGeofence(tenant, id);
  if (!found.ok) return err(dbFailure(found.error));
  const row = found.value;
  const may = row && mayGeofence(caller, action, { tenantId: caller.tenantId, regionId: row.regionId, homeRegionId });
  return may ? ok({ tenant, row }) : err({ tag: "not-found" });
}

async function asking(deps: GeofenceDeps): Promise<Result<Asking, Failure>> {
  const opened = callerTenant(deps);
  if (!opened.ok) return opened;
  const { caller, tenant } = opened.value;
  if (caller.kind !== "driver") return ok({ caller, tenant, homeRegionId: undefined });
  const driver = await findDriver(tenant, caller.driverId);
  if (!driver.ok) return err(dbFailure(driver.error));
  return driver.value ? ok({ caller, tenant, homeRegionId: driver.value.homeRegionId }) : err({ tag: "not-found" });
}

/** The change is written by now: what keeps the region's object from hearing of it is mended by reconciliation. */
async function passOn(deps: GeofenceDeps, { tenantId }: TenantQueries, regionId: RegionId): Promise<void> {
  try {
    const opened = await openRegion(deps, tenantId, regionId);
    const told = opened.ok ? await tellFences(deps, tenantId, regionId) : opened;
    if (!told.ok) deps.log({ event: "error", where: "geofences to their region", error: told.error.tag });
  } catch (error) {
    logError(deps.log, "geofences to their region", error);
  }
}
