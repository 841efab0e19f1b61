import { findRegion, type RegionFacts } from "../db/region-lookup.ts";
import { birthplace, middleOf } from "../domain/birthplace.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { ServiceArea } from "../protocol/service-area.ts";
import type { RegionId, TenantId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import type { Birthplace, LiveDeps } from "./live-deps.ts";
import { tellFences } from "./region-fences.ts";

/** While the database is away, one request a minute waits for it, and the others go on without knowing where. */
const ASK_AGAIN_MS = 60_000;

type OpenDeps = Pick<LiveDeps, "db" | "region" | "requestId" | "birthplaces" | "now">;

/**
 * Makes sure that a region's object exists near its streets and knows which region it is; says where that is. An object
 * is born where it is first asked for, which is near the database for most of our requests, and never moves: so the row
 * is read before the object is asked anything. Each runtime reads it once, and no region that is open needs it.
 */
export async function openRegion(
  deps: OpenDeps,
  tenantId: TenantId,
  regionId: RegionId,
): Promise<Result<Birthplace, Failure>> {
  const key = `${tenantId}:${regionId}`;
  const known = deps.birthplaces.get(key);
  const isFresh = known && (known.value !== null || deps.now() - known.at < ASK_AGAIN_MS);
  if (isFresh && (await deps.region(tenantId, regionId, known.value).isOpen())) return ok(known.value);
  const tenant = deps.db.forTenant({ tenantId, actor: "system", requestId: deps.requestId });
  const found = await findRegion(tenant, regionId);
  // Without the database no region is made, but those that are open go on.
  if (!found.ok && !(await deps.region(tenantId, regionId).isOpen())) return err(dbFailure(found.error));
  if (found.ok && !found.value) return err({ tag: "not-found" });
  const born = found.ok && found.value ? await openFound(deps, found.value) : ok(null);
  if (born.ok) deps.birthplaces.put(key, born.value, deps.now());
  return born;
}

/** Says to a region's object what its row says now. It stays where it was born. */
export async function retellRegion(
  deps: OpenDeps,
  tenantId: TenantId,
  regionId: RegionId,
): Promise<Result<void, Failure>> {
  const opened = await openRegion(deps, tenantId, regionId);
  if (!opened.ok) return opened;
  const found = await findRegion(deps.db.forTenant({ tenantId, actor: "system", requestId: deps.requestId }), regionId);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value) return err({ tag: "not-found" });
  await deps.region(tenantId, regionId, opened.value).open(briefOf(found.value));
  return ok(undefined);
}

async function openFound(deps: OpenDeps, facts: RegionFacts): Promise<Result<Birthplace, Failure>> {
  const { tenantId, id: regionId } = facts;
  const brief = briefOf(facts);
  const born = brief.centroid && birthplace(brief.centroid);
  const object = deps.region(tenantId, regionId, born);
  if (await object.isOpen()) return ok(born);
  // Before it is open: whoever fails here is followed by somebody who does all of it again.
  const told = await tellFences(deps, tenantId, regionId);
  if (!told.ok) return told;
  await object.open(brief);
  return ok(born);
}

function briefOf({ tenantId, id: regionId, name, timeZone, polygon }: RegionFacts) {
  const area = ServiceArea.safeParse(polygon);
  // An area that cannot be read costs the hint and a few bytes of each frame.
  const corners = area.success ? area.data.coordinates.flat() : [];
  const centroid = middleOf(corners.map(([lng, lat]) => ({ lat, lng })));
  return { tenantId, regionId, name, timeZone, centroid };
}
