import { listFencedRegions, readRegionFences } from "../db/geofences.ts";
import type { TenantQueries } from "../db/client.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { RegionId, TenantId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { liveFence } from "./geofence-contents.ts";
import type { LiveDeps } from "./live-deps.ts";

type FenceDeps = Pick<LiveDeps, "db" | "region" | "requestId">;

/** Each costs a call to its object. */
const REGIONS_PER_RUN = 200;
/** What kept an object from hearing of a change is over by then. */
const LOOK_BACK_MS = 24 * 60 * 60_000;

/** Hands a region's active fences to its object, which passes them on to its trips. Doing it twice changes nothing. */
export async function tellFences(
  deps: FenceDeps,
  tenantId: TenantId,
  regionId: RegionId,
): Promise<Result<void, Failure>> {
  const tenant = deps.db.forTenant({ tenantId, actor: "system", requestId: deps.requestId });
  const found = await readRegionFences(tenant, regionId);
  if (!found.ok) return err(dbFailure(found.error));
  const { version, rows } = found.value;
  if (version > 0) await deps.region(tenantId, regionId).setFences({ version, fences: rows.map(liveFence) });
  return ok(undefined);
}

/** For whatever died between the database and a region's object. Tells how many objects had missed something. */
export async function retellFences(
  deps: FenceDeps,
  tenant: TenantQueries,
  now: number,
): Promise<Result<number, Failure>> {
  const found = await listFencedRegions(tenant, { since: now - LOOK_BACK_MS, limit: REGIONS_PER_RUN });
  if (!found.ok) return err(dbFailure(found.error));
  let told = 0;
  for (const { id, version } of found.value) {
    if ((await deps.region(tenant.tenantId, id).fencesVersion()) >= version) continue;
    const done = await tellFences(deps, tenant.tenantId, id);
    if (!done.ok) return done;
    told += 1;
  }
  return ok(told);
}
