import type { TenantQueries } from "../db/client.ts";
import { findDriver } from "../db/drivers.ts";
import { listLocationViews as readViews, listSealedNames, saveLocationViews } from "../db/location-views.ts";
import type { Failure } from "../domain/failure.ts";
import { mergeViews } from "../domain/location-view.ts";
import { mayAccessLog } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { LocationView } from "../protocol/api/location-views.ts";
import type { LocationLook } from "../protocol/location-view.ts";
import { type DriverId, type LocationViewId, type TenantId, UserId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { cutPage, pageLimit } from "./page.ts";
import { type Desk, deskOf, type PeopleDeps } from "./people-desk.ts";

/** Eleven values a row: far below the 65,535 that one statement may carry, and some 200 KB of it. */
const ROWS_PER_STATEMENT = 1_000;

/** Remembers looks at drivers of one tenant's, as many as there are. Repeated looks within an hour cost one row. */
export async function noteLocationViews(
  { db, requestId }: Pick<PeopleDeps, "db" | "requestId">,
  tenantId: TenantId,
  looks: readonly LocationLook[],
): Promise<Result<void, Failure>> {
  const tenant = db.forTenant({ tenantId, actor: "location-views", requestId });
  const hours = mergeViews(looks).map((hour) => ({ ...hour, id: newRowId.locationView() }));
  for (let start = 0; start < hours.length; start += ROWS_PER_STATEMENT) {
    const saved = await saveSome(tenant, hours.slice(start, start + ROWS_PER_STATEMENT));
    if (!saved.ok) return saved;
  }
  return ok(undefined);
}

async function saveSome(
  tenant: TenantQueries,
  [first, ...rest]: Parameters<typeof saveLocationViews>[1][number][],
): Promise<Result<void, Failure>> {
  if (!first) return ok(undefined);
  const saved = await saveLocationViews(tenant, [first, ...rest]);
  return saved.ok ? ok(undefined) : err(dbFailure(saved.error));
}

export async function listLocationViews(
  deps: PeopleDeps,
  driverId: DriverId,
  query: { after?: LocationViewId | undefined; limit?: number | undefined },
): Promise<Result<{ items: LocationView[]; next?: string }, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const driver = await findDriver(desk.tenant, driverId);
  if (!driver.ok) return err(dbFailure(driver.error));
  if (!driver.value || !mayAccessLog(caller, "list", { ...driver.value, driverId })) return err({ tag: "not-found" });
  const { wanted, read } = pageLimit(query.limit);
  const found = await readViews(desk.tenant, { driverId, after: query.after, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  const names = await firstNames(
    desk,
    rows.map(({ viewer }) => viewer),
  );
  if (!names.ok) return names;
  const items = rows.map(({ id, viewer, viewerRole, surface, tripId, startedAt, lastAt }) => {
    const viewerName = names.value.get(viewer) ?? null;
    return { id, viewerRole, viewerName, surface, tripId, startedAt, lastAt };
  });
  return ok({ items, ...next });
}

/** Of the users among the viewers: drivers learn who looked, and no more of their colleagues than that. */
async function firstNames(
  desk: Desk,
  viewers: readonly string[],
): Promise<Result<ReadonlyMap<string, string>, Failure>> {
  const ids = [...new Set(viewers)].map((viewer) => UserId.safeParse(viewer)).flatMap(({ data }) => data ?? []);
  if (ids.length === 0) return ok(new Map());
  const found = await listSealedNames(desk.tenant, ids);
  if (!found.ok) return err(dbFailure(found.error));
  const names = found.value.map(async ({ id, nameSealed }) => {
    const name = await desk.open({ table: "users", column: "name_sealed", row: id }, nameSealed);
    return [id, name.trim().split(/\s/, 1)[0] ?? ""] as const;
  });
  return ok(new Map<string, string>(await Promise.all(names)));
}
