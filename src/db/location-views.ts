import { desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { HourOfViews } from "../domain/location-view.ts";
import type { Result } from "../domain/result.ts";
import type { DriverId, LocationViewId, UserId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { locationViews } from "./schema/location-views.ts";
import { users } from "./schema/users.ts";

export type LocationViewRow = typeof locationViews.$inferSelect;
type NewHour = HourOfViews & { readonly id: LocationViewId };

/** Writes many hours in one statement; an hour that is there already is stretched. Their keys must differ. */
export async function saveLocationViews(
  tenant: TenantQueries,
  hours: readonly [NewHour, ...NewHour[]],
): Promise<Result<unknown, DbError>> {
  const { tenantId } = tenant;
  const { driverId, hour, viewer, surface, startedAt, lastAt, tripId } = locationViews;
  return tenant.run(
    "location-views.save",
    statements
      .insert(locationViews)
      .values(hours.map((row) => ({ ...row, tenantId })))
      .onConflictDoUpdate({
        target: [locationViews.tenantId, driverId, hour, viewer, surface],
        set: {
          startedAt: sql`least(${startedAt}, excluded.started_at)`,
          lastAt: sql`greatest(${lastAt}, excluded.last_at)`,
          tripId: sql`coalesce(excluded.trip_id, ${tripId})`,
        },
      }),
  );
}

/** Who looked at a driver, newest first. */
export async function listLocationViews(
  tenant: TenantQueries,
  page: { readonly driverId: DriverId; readonly after?: LocationViewId | undefined; readonly limit: number },
): Promise<Result<LocationViewRow[], DbError>> {
  const wanted = ownRows(
    locationViews,
    tenant,
    eq(locationViews.driverId, page.driverId),
    page.after && lt(locationViews.id, page.after),
  );
  const query = statements.select().from(locationViews).where(wanted).orderBy(desc(locationViews.id)).limit(page.limit);
  return tenant.run("location-views.list", query, { read: "replica" });
}

/** The sealed names of these users. */
export async function listSealedNames(
  tenant: TenantQueries,
  ids: readonly UserId[],
): Promise<Result<{ id: UserId; nameSealed: string }[], DbError>> {
  const query = statements
    .select({ id: users.id, nameSealed: users.nameSealed })
    .from(users)
    .where(ownRows(users, tenant, inArray(users.id, [...ids])));
  return tenant.run("users.names", query, { read: "replica" });
}
