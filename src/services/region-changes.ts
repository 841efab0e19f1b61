import { addRegion, changeRegionRow, closeRegionRow, type RegionUse } from "../db/regions.ts";
import type { Failure } from "../domain/failure.ts";
import { mayRegion } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { logError } from "../platform/log.ts";
import { newRowId } from "../platform/new-row-id.ts";
import { isWanted, type WantedVersions } from "../protocol/api/entity-tag.ts";
import type { NewRegion, RegionChange, RegionDetail } from "../protocol/api/regions.ts";
import type { RegionId } from "../protocol/ids.ts";
import { callerTenant } from "./caller-tenant.ts";
import { dbFailure } from "./db-failure.ts";
import type { LiveDeps } from "./live-deps.ts";
import { openRegion, retellRegion } from "./live-regions.ts";
import { overtaken } from "./overtaken.ts";
import { areaPolygon, checkTimeZone, regionDetail } from "./region-contents.ts";
import { getRegion, reachRegion } from "./regions.ts";
import { holdFailure } from "./trip-refusal.ts";

type RegionDeps = Pick<LiveDeps, "db" | "caller" | "requestId" | "region" | "birthplaces" | "now" | "log">;

/** The row first, then its object, near its middle. If the object does not hear, the first who needs it opens it. */
export async function createRegion(
  deps: RegionDeps,
  { name, timeZone, area }: NewRegion,
  id = newRowId.region(),
): Promise<Result<RegionDetail, Failure>> {
  const opened = callerTenant(deps);
  if (!opened.ok) return opened;
  const { caller, tenant } = opened.value;
  const { tenantId } = caller;
  if (!mayRegion(caller, "create", { tenantId, regionId: id })) return err({ tag: "forbidden" });
  const zone = checkTimeZone(timeZone);
  if (!zone.ok) return zone;
  const polygon = areaPolygon(area);
  if (!polygon.ok) return polygon;
  const added = await addRegion(tenant, { id, name, timeZone, polygon: polygon.value });
  if (!added.ok) return err(holdFailure(added.error));
  if (!added.value) throw new Error("a written region was not returned");
  await passOn(deps, async () => openRegion(deps, tenantId, id));
  return ok(regionDetail(added.value));
}

export async function changeRegion(
  deps: RegionDeps,
  id: RegionId,
  { area, ...change }: RegionChange,
  wanted: WantedVersions | undefined,
): Promise<Result<RegionDetail, Failure>> {
  const found = await reachRegion(deps, id, "update");
  if (!found.ok) return found;
  const { tenant, row } = found.value;
  if (row.closedAt !== null) return err({ tag: "not-allowed-now", current: regionDetail(row) });
  if (!isWanted(wanted, row.version)) return overtaken(ok(regionDetail(row)));
  const zone = checkTimeZone(change.timeZone);
  if (!zone.ok) return zone;
  const polygon = area === undefined ? ok(undefined) : areaPolygon(area);
  if (!polygon.ok) return polygon;
  const changed = await changeRegionRow(tenant, row, { ...change, polygon: polygon.value });
  if (!changed.ok) return err(dbFailure(changed.error));
  if (!changed.value) return overtaken(await getRegion(deps, id));
  await passOn(deps, async () => retellRegion(deps, tenant.tenantId, id));
  return ok(regionDetail(changed.value));
}

/** Its object stays: maps that are open show that nothing moves there any more. */
export async function closeRegion(deps: RegionDeps, id: RegionId): Promise<Result<RegionDetail, Failure>> {
  const found = await reachRegion(deps, id, "delete");
  if (!found.ok) return found;
  const closed = await closeRegionRow(found.value.tenant, id, deps.now());
  if (!closed.ok) return err(dbFailure(closed.error));
  const { row, use } = closed.value;
  if (!row) return err({ tag: "not-found" });
  return row.closedAt === null ? err({ tag: "region-in-use", errors: countsOf(use) }) : ok(regionDetail(row));
}

function countsOf(use: RegionUse) {
  return Object.entries(use)
    .filter(([, count]) => count > 0)
    .map(([path, count]) => ({ path, message: `${count} still there` }));
}

/** The row is written by now. What the object says of it makes frames smaller and nothing right or wrong. */
async function passOn(deps: RegionDeps, tell: () => Promise<Result<unknown, Failure>>): Promise<void> {
  try {
    const told = await tell();
    if (!told.ok) deps.log({ event: "error", where: "a region to its object", error: told.error.tag });
  } catch (error) {
    logError(deps.log, "a region to its object", error);
  }
}
