import { findRegion } from "../db/region-lookup.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { RegionId, TenantId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import type { LiveDeps } from "./live-deps.ts";
import { tellFences } from "./region-fences.ts";

/** Makes sure that a region's object knows which region it is. Only the very first time needs the database. */
export async function openRegion(
  deps: Pick<LiveDeps, "db" | "region" | "requestId">,
  tenantId: TenantId,
  regionId: RegionId,
): Promise<Result<void, Failure>> {
  const object = deps.region(tenantId, regionId);
  if (await object.isOpen()) return ok(undefined);
  const tenant = deps.db.forTenant({ tenantId, actor: "system", requestId: deps.requestId });
  const found = await findRegion(tenant, regionId);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value) return err({ tag: "not-found" });
  // Before it is open: whoever fails here is followed by somebody who does all of it again.
  const told = await tellFences(deps, tenantId, regionId);
  if (!told.ok) return told;
  const { name, timeZone } = found.value;
  await object.open({ tenantId, regionId, name, timeZone });
  return ok(undefined);
}
