import { listRegions as readRegions, type RegionRow } from "../db/regions.ts";
import { boundsOf } from "../domain/geo.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor, regionsOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Region } from "../protocol/api/regions.ts";
import { PolygonJson } from "../protocol/geo-json.ts";
import type { RegionId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { cutPage, pageLimit } from "./page.ts";
import { knownCaller, type PeopleDeps } from "./people-desk.ts";

type RegionDeps = Pick<PeopleDeps, "db" | "caller" | "requestId">;

/** A dispatcher who is limited to regions sees those. */
export async function listRegions(
  deps: RegionDeps,
  query: { after?: RegionId | undefined; limit?: number | undefined },
): Promise<Result<{ items: Region[]; next?: string }, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const grant = grantFor(caller, "region", "list");
  if (grant === "none") return err({ tag: "forbidden" });
  const { wanted, read } = pageLimit(query.limit);
  const scope = grant === "own" ? { regionIds: regionsOf(caller) } : {};
  const tenant = deps.db.forTenant({
    tenantId: caller.tenantId,
    actor: actorOf(caller),
    requestId: deps.requestId,
  });
  const found = await readRegions(tenant, { ...query, ...scope, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: rows.map(regionView), ...next });
}

function regionView({ id, name, timeZone, polygon }: RegionRow): Region {
  const area = PolygonJson.safeParse(polygon);
  const corners = area.success ? area.data.coordinates[0].map(([lng, lat]) => ({ lat, lng })) : [];
  return { id, name, timeZone, bounds: corners.length === 0 ? null : boundsOf(corners) };
}
