import { and, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { RouteAnalytics } from "../protocol/api/routes.ts";
import type { DriverId, RegionId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { stops, trips } from "./schema/trips.ts";

export interface AnalyticsSpan {
  readonly from: number;
  readonly to: number;
  /** Absent for all. */
  readonly regionIds?: readonly RegionId[] | undefined;
  readonly driverId?: DriverId | undefined;
}

const count = (condition: ReturnType<typeof sql>) => sql<number>`count(*) filter (where ${condition})::int`;
const seconds = (from: unknown, to: unknown) => sql`extract(epoch from ${to} - ${from})`;
const isMeasured = sql`${trips.distanceM} is not null and ${trips.plannedM} is not null`;
const isTimed = sql`${trips.startedAt} is not null and ${trips.plannedSeconds} is not null`;

/** Two sums, because a trip counts once however many stops it had. */
export async function sumRoutes(tenant: TenantQueries, span: AnalyticsSpan): Promise<Result<RouteAnalytics, DbError>> {
  const wanted = ownRows(
    trips,
    tenant,
    eq(trips.status, "completed"),
    gte(trips.finishedAt, span.from),
    lt(trips.finishedAt, span.to),
    span.regionIds && inArray(trips.regionId, [...span.regionIds]),
    span.driverId && eq(trips.driverId, span.driverId),
  );
  const isReached = sql`${stops.windowEndsAt} is not null and ${stops.arrivedAt} is not null`;
  const sums = await tenant.batch(
    "routes.analytics",
    [
      statements
        .select({
          trips: sql<number>`count(*)::int`,
          plannedM: sql<number>`coalesce(sum(${trips.plannedM}) filter (where ${isMeasured}), 0)::float8`,
          drivenM: sql<number>`coalesce(sum(${trips.distanceM}) filter (where ${isMeasured}), 0)::float8`,
          plannedSeconds: sql<number>`coalesce(sum(${trips.plannedSeconds}) filter (where ${isTimed}), 0)::float8`,
          takenSeconds: sql<number>`round(coalesce(sum(${seconds(trips.startedAt, trips.finishedAt)}) filter (where ${isTimed}), 0))::float8`,
        })
        .from(trips)
        .where(wanted),
      statements
        .select({
          stops: sql<number>`count(*)::int`,
          stopsDone: count(sql`${stops.status} = 'done'`),
          stopsFailed: count(sql`${stops.status} = 'failed'`),
          onTimeShare: sql<number | null>`(avg(case when ${stops.arrivedAt} <= ${stops.windowEndsAt} then 1 else 0 end)
            filter (where ${isReached}))::float8`,
          meanDwellSeconds: sql<number | null>`(avg(${seconds(stops.arrivedAt, stops.departedAt)}))::float8`,
        })
        .from(stops)
        .innerJoin(trips, and(eq(trips.tenantId, stops.tenantId), eq(trips.id, stops.tripId)))
        .where(and(ownRows(stops, tenant), wanted)),
    ],
    { read: "replica" },
  );
  if (!sums.ok) return sums;
  const [[ofTrips], [ofStops]] = sums.value;
  if (!ofTrips || !ofStops) throw new Error("a sum without a row");
  return ok({ ...ofTrips, ...ofStops });
}
