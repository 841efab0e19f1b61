import type { VehicleKind } from "../src/protocol/driver.ts";
import { type TenantRows, wireId } from "./tenant-rows.ts";

interface NewDriver {
  readonly uuid: string;
  readonly regionUuid: string;
  readonly name: string;
  readonly phone: string;
  readonly vehicle: {
    readonly uuid: string;
    readonly kind: VehicleKind;
    readonly label: string;
    readonly capacityG: number;
  } | null;
}

/** A driver who may work at once, where there is none of this id yet. */
export async function addDriver(
  { query, tenantUuid, sealed, index }: TenantRows,
  { uuid, regionUuid, name, phone, vehicle }: NewDriver,
): Promise<void> {
  if (vehicle)
    await query(
      "INSERT INTO vehicles (tenant_id, id, kind, label, capacity_g) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
      [tenantUuid, vehicle.uuid, vehicle.kind, vehicle.label, vehicle.capacityG],
    );
  const row = wireId("drv", uuid);
  await query(
    `INSERT INTO drivers (tenant_id, id, home_region_id, vehicle_id, status, name_sealed, phone_sealed, phone_index)
     VALUES ($1, $2, $3, $4, 'active', $5, $6, $7) ON CONFLICT DO NOTHING`,
    [
      tenantUuid,
      uuid,
      regionUuid,
      vehicle?.uuid ?? null,
      await sealed("drivers", "name_sealed", row, name),
      await sealed("drivers", "phone_sealed", row, phone),
      await index("drivers.phone", phone),
    ],
  );
}
