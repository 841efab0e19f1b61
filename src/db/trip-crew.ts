import { and, eq } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { DriverId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { drivers, vehicles } from "./schema/drivers.ts";
import { tenants } from "./schema/tenants.ts";

function selectCrew() {
  const { id, tenantId, homeRegionId, status, nameSealed, vehicleId } = drivers;
  const itsVehicle = and(eq(vehicles.tenantId, drivers.tenantId), eq(vehicles.id, drivers.vehicleId));
  return statements
    .select({
      driverId: id,
      tenantId,
      homeRegionId,
      status,
      nameSealed,
      vehicleId,
      vehicleKind: vehicles.kind,
      settings: tenants.settings,
    })
    .from(drivers)
    .innerJoin(tenants, eq(tenants.id, drivers.tenantId))
    .leftJoin(vehicles, itsVehicle);
}

/** Who drives, in what, and by which rules of the tenant's. */
export type TripCrew = Awaited<ReturnType<typeof selectCrew>>[number];

export async function findTripCrew(
  tenant: TenantQueries,
  driverId: DriverId,
): Promise<Result<TripCrew | undefined, DbError>> {
  const query = selectCrew().where(ownRows(drivers, tenant, eq(drivers.id, driverId)));
  const found = await tenant.run("trips.crew", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}
