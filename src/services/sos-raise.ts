import { findDriver } from "../db/drivers.ts";
import type { Failure } from "../domain/failure.ts";
import { maySos } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { SosCaller } from "../domain/sos-call.ts";
import { logError } from "../platform/log.ts";
import type { NewSos } from "../protocol/api/sos.ts";
import type { DriverId, TenantId } from "../protocol/ids.ts";
import type { Sos } from "../protocol/sos.ts";
import { dbFailure } from "./db-failure.ts";
import { openDesk } from "./people-desk.ts";
import type { TripDeps } from "./trip-access.ts";

interface Who {
  readonly tenantId: TenantId;
  readonly driverId: DriverId;
}

type WhereDeps = Pick<TripDeps, "account" | "trip" | "db" | "masterKeys" | "requestId" | "log">;

/** The desk decides and tells; what stands before it only says where the driver belongs. */
export async function raiseSos(deps: TripDeps, { id, at, lat, lng, note }: NewSos): Promise<Result<Sos, Failure>> {
  const { caller } = deps;
  if (caller.kind !== "driver") return err({ tag: "forbidden" });
  const { tenantId, driverId } = caller;
  const from = await whereabouts(deps, { tenantId, driverId });
  if (!from.ok) return from;
  if (!maySos(caller, "create", { tenantId, ...from.value })) return err({ tag: "forbidden" });
  const press = { id, at: at ?? deps.now(), lat: lat ?? null, lng: lng ?? null, note: note ?? null };
  return ok(await deps.sos(tenantId).raise(press, from.value));
}

/** The trip that runs, or else where the driver is at home; where the database is away, where the last trip was. */
export async function whereabouts(deps: WhereDeps, { tenantId, driverId }: Who): Promise<Result<SosCaller, Failure>> {
  const tripId = await deps.account(tenantId, driverId).duty();
  const last = tripId && (await deps.trip(tenantId, tripId).picture())?.trip;
  const ofTrip = last && { driverId, driverFirstName: last.driverFirstName, regionId: last.regionId };
  if (ofTrip && (last.status === "active" || last.status === "paused")) return ok({ ...ofTrip, tripId });
  const home = await homeOf(deps, { tenantId, driverId });
  if (home.ok) return home;
  return ofTrip ? ok({ ...ofTrip, tripId: null }) : home;
}

async function homeOf(deps: WhereDeps, { tenantId, driverId }: Who): Promise<Result<SosCaller, Failure>> {
  const desk = await openDesk(deps, { tenantId, actor: driverId });
  if (!desk.ok) return desk;
  const found = await findDriver(desk.value.tenant, driverId);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value) return err({ tag: "not-found" });
  const { homeRegionId: regionId, nameSealed } = found.value;
  try {
    const name = await desk.value.open({ table: "drivers", column: "name_sealed", row: driverId }, nameSealed);
    return ok({ driverId, driverFirstName: name.trim().split(/\s/, 1)[0] ?? null, regionId, tripId: null });
  } catch (error) {
    // A name that cannot be read is no reason not to hear the call.
    logError(deps.log, "the name of who calls for help", error);
    return ok({ driverId, driverFirstName: null, regionId, tripId: null });
  }
}
