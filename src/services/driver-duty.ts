import { type DutyRow, findDuties, findPlannedTrip, saveDuty } from "../db/driver-duty.ts";
import { findTripCrew } from "../db/trip-crew.ts";
import { findVehicle } from "../db/vehicles.ts";
import type { Failure } from "../domain/failure.ts";
import { mayDriver } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { DriverDuty, NewAvailability } from "../protocol/api/duty.ts";
import type { DriverId, TripId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { requireFitForDuty } from "./fit-for-duty.ts";
import { type Desk, deskOf } from "./people-desk.ts";
import type { TripDeps } from "./trip-access.ts";
import { runningTrip } from "./running-trip.ts";
import { moveTrip } from "./trip-steps.ts";
import { createTrip } from "./trips.ts";

/**
 * The trip is moved first, because it alone knows whether it may be; then Postgres is told what the driver said. Asked a
 * second time, all of it finds itself done.
 */
export async function setDriverAvailability(
  deps: TripDeps,
  driverId: DriverId,
  { availability, ...rest }: NewAvailability,
): Promise<Result<DriverDuty, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await findDuties(desk.tenant, [driverId]);
  if (!found.ok) return err(dbFailure(found.error));
  const [row] = found.value;
  const { tenantId } = caller;
  if (!row || !mayDriver(caller, "update", { tenantId, driverId, homeRegionId: row.homeRegionId }))
    return err({ tag: "not-found" });
  const vehicle = await requireVehicle(desk, rest.vehicleId);
  if (!vehicle.ok) return vehicle;
  const trip = await moveDuty(deps, desk, row, availability);
  if (!trip.ok) return trip;
  const saved = await saveDuty(desk.tenant, driverId, { availability, ...rest });
  if (!saved.ok) return err(dbFailure(saved.error));
  if (!saved.value) return err({ tag: "not-found" });
  const { id: _id, homeRegionId: _region, status: _status, ...shown } = saved.value;
  return ok({ driverId, ...shown, tripId: trip.value });
}

async function moveDuty(
  deps: TripDeps,
  desk: Desk,
  row: DutyRow,
  availability: NewAvailability["availability"],
): Promise<Result<TripId | null, Failure>> {
  const { tenantId } = desk.tenant;
  const running = await runningTrip(deps, tenantId, row.id);
  switch (availability) {
    case "available": {
      const crew = await findTripCrew(desk.tenant, row.id);
      if (!crew.ok) return err(dbFailure(crew.error));
      const fit = await requireFitForDuty(desk, row.id, crew.value, deps.now());
      if (!fit.ok) return fit;
      if (!running) return beginTrip(deps, desk, row);
      return running.status === "paused" ? stepTo(deps, running.tripId, "resume") : ok(running.tripId);
    }
    case "on_break":
      return running ? stepTo(deps, running.tripId, "pause") : err({ tag: "off-duty" });
    case "off_duty": {
      if (!running) return ok(null);
      const ended = await moveTrip(deps, running.tripId, "complete");
      return ended.ok ? ok(null) : ended;
    }
  }
}

async function stepTo(deps: TripDeps, tripId: TripId, event: "pause" | "resume"): Promise<Result<TripId, Failure>> {
  const moved = await moveTrip(deps, tripId, event);
  return moved.ok ? ok(tripId) : moved;
}

/** The trip that is planned for the driver, or a new one without stops. */
async function beginTrip(
  deps: TripDeps,
  desk: Desk,
  { id: driverId, homeRegionId: regionId }: DutyRow,
): Promise<Result<TripId | null, Failure>> {
  const planned = await findPlannedTrip(desk.tenant, driverId);
  if (!planned.ok) return err(dbFailure(planned.error));
  const made = planned.value ? ok({ id: planned.value }) : await createTrip(deps, { regionId, driverId, stops: [] });
  if (!made.ok) return made;
  const begun = await moveTrip(deps, made.value.id, "start");
  if (begun.ok) return ok(begun.value.id);
  // Asked twice at the same moment: the other one's trip runs. What this one planned is found by the next who asks.
  const other = await runningTrip(deps, desk.tenant.tenantId, driverId);
  return other ? ok(other.tripId) : begun;
}

/** One that is in use; a retired one is left to the history. */
async function requireVehicle(
  { tenant }: Desk,
  vehicleId: NewAvailability["vehicleId"],
): Promise<Result<void, Failure>> {
  if (!vehicleId) return ok(undefined);
  const vehicle = await findVehicle(tenant, vehicleId);
  if (!vehicle.ok) return err(dbFailure(vehicle.error));
  if (vehicle.value && vehicle.value.retiredAt === null) return ok(undefined);
  return err({ tag: "invalid-request", errors: [{ path: "body.vehicleId", message: "is no vehicle in use" }] });
}
