import { asc, eq, getTableColumns, gt, isNull, or, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { RegionId, VehicleId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { drivers, vehicles } from "./schema/drivers.ts";

const { updatedAt: _updated, ...columns } = getTableColumns(vehicles);
export type VehicleRow = Pick<typeof vehicles.$inferSelect, keyof typeof columns>;
type NewVehicle = Omit<typeof vehicles.$inferInsert, "tenantId">;

export interface VehiclePage {
  readonly after?: VehicleId | undefined;
  readonly regionId?: RegionId | undefined;
  readonly withRetired: boolean;
  readonly limit: number;
}

export async function addVehicle(
  tenant: TenantQueries,
  row: NewVehicle,
): Promise<Result<VehicleRow | undefined, DbError>> {
  const insert = statements.insert(vehicles).values({ ...row, tenantId: tenant.tenantId });
  const added = await tenant.run("vehicles.add", insert.returning(columns));
  return added.ok ? ok(added.value[0]) : added;
}

export async function findVehicle(
  tenant: TenantQueries,
  id: VehicleId,
): Promise<Result<VehicleRow | undefined, DbError>> {
  const query = statements
    .select(columns)
    .from(vehicles)
    .where(ownRows(vehicles, tenant, eq(vehicles.id, id)));
  const found = await tenant.run("vehicles.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** By age, which is the order of the ids. */
export async function listVehicles(tenant: TenantQueries, page: VehiclePage): Promise<Result<VehicleRow[], DbError>> {
  const wanted = ownRows(
    vehicles,
    tenant,
    page.after && gt(vehicles.id, page.after),
    page.regionId && or(eq(vehicles.regionId, page.regionId), isNull(vehicles.regionId)),
    !page.withRetired && isNull(vehicles.retiredAt),
  );
  const query = statements.select(columns).from(vehicles).where(wanted).orderBy(asc(vehicles.id)).limit(page.limit);
  return tenant.run("vehicles.list", query, { read: "replica" });
}

/** Undefined where the version is another one by now, or the vehicle is out of use. */
export async function changeVehicle(
  tenant: TenantQueries,
  { id, version }: Pick<VehicleRow, "id" | "version">,
  change: Omit<NewVehicle, "id">,
): Promise<Result<VehicleRow | undefined, DbError>> {
  const changed = await tenant.run(
    "vehicles.change",
    statements
      .update(vehicles)
      .set({ ...change, version: sql`${vehicles.version} + 1` })
      .where(ownRows(vehicles, tenant, eq(vehicles.id, id), eq(vehicles.version, version), isNull(vehicles.retiredAt)))
      .returning(columns),
  );
  return changed.ok ? ok(changed.value[0]) : changed;
}

/** Takes it from its drivers as well. The first time is when it was. */
export async function retireVehicle(
  tenant: TenantQueries,
  id: VehicleId,
  now: number,
): Promise<Result<VehicleRow | undefined, DbError>> {
  const at = vehicles.retiredAt.mapToDriverValue(now);
  const outcome = await tenant.batch("vehicles.retire", [
    statements
      .update(drivers)
      .set({ vehicleId: null, version: sql`${drivers.version} + 1` })
      .where(ownRows(drivers, tenant, eq(drivers.vehicleId, id))),
    statements
      .update(vehicles)
      .set({
        retiredAt: sql`coalesce(${vehicles.retiredAt}, ${at}::timestamptz)`,
        version: sql`${vehicles.version} + 1`,
      })
      .where(ownRows(vehicles, tenant, eq(vehicles.id, id)))
      .returning(columns),
  ]);
  return outcome.ok ? ok(outcome.value[1][0]) : outcome;
}
