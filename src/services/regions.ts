import type { TenantQueries } from "../db/client.ts";
import { findDriver } from "../db/drivers.ts";
import { findRegionRow, listRegions as readRegions, type RegionRow } from "../db/regions.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor, mayRegion, regionsOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Action } from "../protocol/access.ts";
import type { Region, RegionDetail } from "../protocol/api/regions.ts";
import type { RegionId } from "../protocol/ids.ts";
import { callerTenant } from "./caller-tenant.ts";
import { dbFailure } from "./db-failure.ts";
import { cutPage, pageLimit } from "./page.ts";
import type { PeopleDeps } from "./people-desk.ts";
import { regionDetail, regionView } from "./region-contents.ts";

type RegionDeps = Pick<PeopleDeps, "db" | "caller" | "requestId">;

/** A dispatcher who is limited to regions sees those. */
export async function listRegions(
  deps: RegionDeps,
  query: { after?: RegionId | undefined; limit?: number | undefined; closed?: "true" | "false" },
): Promise<Result<{ items: Region[]; next?: string }, Failure>> {
  const opened = callerTenant(deps);
  if (!opened.ok) return opened;
  const { caller, tenant } = opened.value;
  const grant = grantFor(caller, "region", "list");
  if (grant === "none") return err({ tag: "forbidden" });
  const { wanted, read } = pageLimit(query.limit);
  const scope = grant === "own" ? { regionIds: regionsOf(caller) } : {};
  const withClosed = query.closed === "true";
  const found = await readRegions(tenant, { after: query.after, withClosed, ...scope, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: rows.map(regionView), ...next });
}

export async function getRegion(deps: RegionDeps, regionId: RegionId): Promise<Result<RegionDetail, Failure>> {
  const found = await reachRegion(deps, regionId, "read");
  return found.ok ? ok(regionDetail(found.value.row)) : found;
}

/** What one may not see is not found. */
export async function reachRegion(
  deps: RegionDeps,
  regionId: RegionId,
  action: Action,
): Promise<Result<{ tenant: TenantQueries; row: RegionRow }, Failure>> {
  const opened = callerTenant(deps);
  if (!opened.ok) return opened;
  const { caller, tenant } = opened.value;
  const home = await homeOf(tenant, caller);
  if (!home.ok) return home;
  const found = await findRegionRow(tenant, regionId);
  if (!found.ok) return err(dbFailure(found.error));
  const row = found.value;
  const { tenantId } = caller;
  const may = row && mayRegion(caller, action, { tenantId, regionId, homeRegionId: home.value });
  return may ? ok({ tenant, row }) : err({ tag: "not-found" });
}

/** Where a driver is at home; undefined for everybody else. */
async function homeOf(tenant: TenantQueries, caller: KnownCaller): Promise<Result<RegionId | undefined, Failure>> {
  if (caller.kind !== "driver") return ok(undefined);
  const driver = await findDriver(tenant, caller.driverId);
  return driver.ok ? ok(driver.value?.homeRegionId) : err(dbFailure(driver.error));
}
