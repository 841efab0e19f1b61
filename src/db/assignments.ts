import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { DriverId, RegionId, StopId, TripId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { shipments, stopShipments } from "./schema/shipments.ts";
import { stops, trips } from "./schema/trips.ts";

const IS_OVER = sql<boolean>`(${stops.status} in ('done', 'failed', 'skipped') or ${trips.status} in ('completed', 'cancelled'))`;

const columns = {
  tripId: trips.id,
  tripStatus: trips.status,
  stopId: stops.id,
  position: stops.position,
  status: stops.status,
  lat: stops.lat,
  lng: stops.lng,
  windowStartsAt: stops.windowStartsAt,
  windowEndsAt: stops.windowEndsAt,
  isOver: IS_OVER,
};

export type AssignmentRow = Awaited<ReturnType<typeof selectAssignments>>[number];

/** Where a page ended. */
export interface AssignmentMark {
  readonly isOver: boolean;
  readonly tripId: TripId;
  readonly position: number;
  readonly stopId: StopId;
}

export interface AssignmentPage {
  readonly driverId: DriverId;
  readonly isOver?: boolean | undefined;
  readonly after?: AssignmentMark | undefined;
  /** Absent for all. */
  readonly regionIds?: readonly RegionId[] | undefined;
  readonly limit: number;
}

function selectAssignments() {
  const itsTrip = and(eq(trips.tenantId, stops.tenantId), eq(trips.id, stops.tripId));
  return statements.select(columns).from(stops).innerJoin(trips, itsTrip);
}

/** A driver's stops: open ones first, those of the newest trip first, in the order of its plan. */
export async function listAssignments(
  tenant: TenantQueries,
  page: AssignmentPage,
): Promise<Result<AssignmentRow[], DbError>> {
  const query = selectAssignments()
    .where(
      and(
        ownRows(stops, tenant),
        ownRows(
          trips,
          tenant,
          eq(trips.driverId, page.driverId),
          page.regionIds && inArray(trips.regionId, [...page.regionIds]),
        ),
        page.isOver === undefined ? undefined : sql`${IS_OVER} = ${page.isOver}`,
        page.after && isAfter(page.after),
      ),
    )
    .orderBy(IS_OVER, sql`${trips.id} desc`, stops.position, stops.id)
    .limit(page.limit);
  return tenant.run("assignments.list", query, { read: "replica" });
}

/** What each of these stops serves. */
export async function listLoads(tenant: TenantQueries, stopIds: readonly StopId[]) {
  if (stopIds.length === 0) return ok([]);
  const sameShipment = and(eq(stopShipments.tenantId, shipments.tenantId), eq(stopShipments.shipmentId, shipments.id));
  const query = statements
    .select({
      stopId: stopShipments.stopId,
      id: stopShipments.shipmentId,
      action: stopShipments.action,
      status: shipments.status,
    })
    .from(stopShipments)
    .innerJoin(shipments, sameShipment)
    .where(ownRows(stopShipments, tenant, inArray(stopShipments.stopId, [...stopIds])))
    .orderBy(stopShipments.shipmentId);
  return tenant.run("assignments.loads", query, { read: "replica" });
}

/** Trips go down and places in a plan go up, so that no comparison of rows says it in one. */
function isAfter({ isOver, tripId, position, stopId }: AssignmentMark): SQL {
  const trip = sql`${sql.param(tripId, trips.id)}::uuid`;
  const inPlan = sql`(${stops.position}, ${stops.id}) > (${position}::int, ${sql.param(stopId, stops.id)}::uuid)`;
  const inClass = sql`(${trips.id} < ${trip} or (${trips.id} = ${trip} and ${inPlan}))`;
  return sql`(${IS_OVER} > ${isOver}::boolean or (${IS_OVER} = ${isOver}::boolean and ${inClass}))`;
}
