import { asc, eq, inArray, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { DriverId, TripId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { statusAfter } from "./drivers.ts";
import { ownRows } from "./own-rows.ts";
import { addSecurityEvents, type SecurityEvent } from "./security-events.ts";
import { drivers } from "./schema/drivers.ts";
import { trips } from "./schema/trips.ts";

const { id, homeRegionId, vehicleId, status, availability, shiftEndsAt, capacityStops } = drivers;
const columns = { id, homeRegionId, vehicleId, status, availability, shiftEndsAt, capacityStops };
export type DutyRow = Pick<typeof drivers.$inferSelect, keyof typeof columns>;

export type DutyChange = {
  readonly [Field in "availability" | "shiftEndsAt" | "capacityStops" | "vehicleId"]?: DutyRow[Field] | undefined;
};

/** Those that exist, in no order. */
export async function findDuties(tenant: TenantQueries, ids: readonly DriverId[]): Promise<Result<DutyRow[], DbError>> {
  if (ids.length === 0) return ok([]);
  const query = statements
    .select(columns)
    .from(drivers)
    .where(ownRows(drivers, tenant, inArray(drivers.id, [...ids])));
  return tenant.run("drivers.duties", query, { read: "primary" });
}

/** Undefined fields stay what they are. */
export async function saveDuty(
  tenant: TenantQueries,
  driverId: DriverId,
  change: DutyChange,
): Promise<Result<DutyRow | undefined, DbError>> {
  const saved = await tenant.run(
    "drivers.save-duty",
    statements
      .update(drivers)
      .set({ ...change, version: sql`${drivers.version} + 1` })
      .where(ownRows(drivers, tenant, eq(drivers.id, driverId)))
      .returning(columns),
  );
  return saved.ok ? ok(saved.value[0]) : saved;
}

/**
 * Shuts some drivers out and lets the others in, with a security event for each: all or nothing. Rows are locked in one
 * order, or two such changes could each hold what the other waits for.
 */
export async function saveDriverStatuses(
  tenant: TenantQueries,
  wanted: { readonly shutOut: readonly DriverId[]; readonly letIn: readonly DriverId[] },
  events: readonly SecurityEvent[],
): Promise<Result<Pick<DutyRow, "id" | "status">[], DbError>> {
  const them = ownRows(drivers, tenant, inArray(id, [...wanted.shutOut, ...wanted.letIn]));
  const saved = await tenant.batch("drivers.save-statuses", [
    statements.select({ id }).from(drivers).where(them).orderBy(id).for("update"),
    statements
      .update(drivers)
      .set({ status: statusAfter(inArray(id, [...wanted.shutOut])), version: sql`${drivers.version} + 1` })
      .where(them)
      .returning({ id, status }),
    addSecurityEvents(tenant, events),
  ]);
  return saved.ok ? ok(saved.value[1]) : saved;
}

/** The trip that somebody planned for the driver: the earliest, those without a time first. */
export async function findPlannedTrip(
  tenant: TenantQueries,
  driverId: DriverId,
): Promise<Result<TripId | undefined, DbError>> {
  const query = statements
    .select({ id: trips.id })
    .from(trips)
    .where(ownRows(trips, tenant, eq(trips.driverId, driverId), eq(trips.status, "planned")))
    .orderBy(sql`${trips.plannedStartAt} asc nulls first`, asc(trips.id))
    .limit(1);
  const found = await tenant.run("trips.planned", query, { read: "primary" });
  return found.ok ? ok(found.value[0]?.id) : found;
}
