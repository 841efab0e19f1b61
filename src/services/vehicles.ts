import { findDriver } from "../db/drivers.ts";
import {
  addVehicle,
  changeVehicle,
  findVehicle,
  listVehicles as readVehicles,
  retireVehicle as retireRow,
  type VehicleRow,
} from "../db/vehicles.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { NewVehicle, Vehicle, VehicleChange } from "../protocol/api/vehicles.ts";
import type { RegionId, VehicleId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { requireRegions } from "./known-regions.ts";
import { overtaken } from "./overtaken.ts";
import { cutPage, pageLimit } from "./page.ts";
import { type Desk, deskOf, type PeopleDeps } from "./people-desk.ts";

interface Query {
  readonly after?: VehicleId | undefined;
  readonly regionId?: RegionId | undefined;
  readonly limit?: number | undefined;
  readonly retired: "true" | "false";
}

export async function createVehicle(
  deps: PeopleDeps,
  input: NewVehicle,
  id = newRowId.vehicle(),
): Promise<Result<Vehicle, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  if (grantFor(caller, "vehicle", "create") !== "tenant") return err({ tag: "forbidden" });
  const known = await requireHome(desk, input);
  if (!known.ok) return known;
  const added = await addVehicle(desk.tenant, { id, ...(await rowOf(desk, id, input)) });
  if (!added.ok) return err(dbFailure(added.error));
  if (!added.value) throw new Error("a written vehicle was not returned");
  return ok(await vehicleView(desk, added.value));
}

export async function listVehicles(
  deps: PeopleDeps,
  { retired, limit, ...query }: Query,
): Promise<Result<{ items: Vehicle[]; next?: string }, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  if (grantFor(caller, "vehicle", "list") !== "tenant") return err({ tag: "forbidden" });
  const { wanted, read } = pageLimit(limit);
  const found = await readVehicles(desk.tenant, { ...query, withRetired: retired === "true", limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: await Promise.all(rows.map(async (row) => vehicleView(desk, row))), ...next });
}

export async function getVehicle(deps: PeopleDeps, id: VehicleId): Promise<Result<Vehicle, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await findVehicle(desk.tenant, id);
  if (!found.ok) return err(dbFailure(found.error));
  const mine = await isTheirs(desk, caller, id);
  if (!mine.ok) return mine;
  return found.value && mine.value ? ok(await vehicleView(desk, found.value)) : err({ tag: "not-found" });
}

export async function updateVehicle(
  deps: PeopleDeps,
  id: VehicleId,
  { version, ...input }: VehicleChange,
): Promise<Result<Vehicle, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  if (grantFor(caller, "vehicle", "update") !== "tenant") return err({ tag: "forbidden" });
  const found = await findVehicle(desk.tenant, id);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value) return err({ tag: "not-found" });
  const known = await requireHome(desk, input);
  if (!known.ok) return known;
  const changed = await changeVehicle(desk.tenant, { id, version }, await rowOf(desk, id, input));
  if (!changed.ok) return err(dbFailure(changed.error));
  return changed.value ? ok(await vehicleView(desk, changed.value)) : overtaken(await getVehicle(deps, id));
}

export async function retireVehicle(deps: PeopleDeps, id: VehicleId): Promise<Result<Vehicle, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  if (grantFor(caller, "vehicle", "update") !== "tenant") return err({ tag: "forbidden" });
  const retired = await retireRow(desk.tenant, id, deps.now());
  if (!retired.ok) return err(dbFailure(retired.error));
  return retired.value ? ok(await vehicleView(desk, retired.value)) : err({ tag: "not-found" });
}

/** A driver's own is the one that it has now. */
async function isTheirs(desk: Desk, caller: KnownCaller, id: VehicleId): Promise<Result<boolean, Failure>> {
  const grant = grantFor(caller, "vehicle", "read");
  if (grant === "tenant" || caller.kind !== "driver") return ok(grant === "tenant");
  const driver = await findDriver(desk.tenant, caller.driverId);
  return driver.ok ? ok(driver.value?.vehicleId === id) : err(dbFailure(driver.error));
}

async function requireHome({ tenant }: Desk, { regionId }: NewVehicle): Promise<Result<void, Failure>> {
  return requireRegions(tenant, regionId === null ? [] : [["body.regionId", regionId]]);
}

async function rowOf(desk: Desk, row: VehicleId, { plate, ...input }: NewVehicle) {
  const place = { table: "vehicles", column: "plate_sealed", row };
  return { ...input, plateSealed: plate === null ? null : await desk.seal(place, plate) };
}

async function vehicleView(desk: Desk, { tenantId: _tenant, plateSealed, ...row }: VehicleRow): Promise<Vehicle> {
  const place = { table: "vehicles", column: "plate_sealed", row: row.id };
  return { ...row, plate: plateSealed === null ? null : await desk.open(place, plateSealed) };
}
