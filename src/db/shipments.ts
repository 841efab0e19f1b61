import { and, eq } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { DriverId, RegionId, ShipmentId, TenantId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { shipments } from "./schema/shipments.ts";
import { trips } from "./schema/trips.ts";

/** Whose a shipment is, and whether it is over. */
export interface ShipmentPlace {
  readonly tenantId: TenantId;
  readonly shipmentId: ShipmentId;
  readonly regionId: RegionId;
  readonly storeCode: string | null;
  readonly driverId: DriverId | null;
  readonly closedAt: number | null;
}

export async function findShipmentPlace(
  tenant: TenantQueries,
  id: ShipmentId,
): Promise<Result<ShipmentPlace | undefined, DbError>> {
  const { tenantId, id: shipmentId, regionId, storeCode, closedAt } = shipments;
  const query = statements
    .select({ tenantId, shipmentId, regionId, storeCode, closedAt, driverId: trips.driverId })
    .from(shipments)
    .leftJoin(trips, and(eq(trips.tenantId, shipments.tenantId), eq(trips.id, shipments.tripId)))
    .where(ownRows(shipments, tenant, eq(shipments.id, id)));
  const found = await tenant.run("shipments.place", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}
