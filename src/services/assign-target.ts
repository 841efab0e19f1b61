import type { TenantQueries } from "../db/client.ts";
import { findPlannedTrip } from "../db/driver-duty.ts";
import type { ShipmentRow } from "../db/shipments.ts";
import { rankCandidates } from "../domain/assignment/candidate.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import type { LatLng } from "../domain/geo.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { AssignTo } from "../protocol/api/assign.ts";
import type { DriverId, TripId } from "../protocol/ids.ts";
import { findCandidates } from "./assignment-candidates.ts";
import { dbFailure } from "./db-failure.ts";
import { runningTrip } from "./running-trip.ts";
import type { TripDeps } from "./trip-access.ts";

export interface Target {
  readonly tripId: TripId;
  /** Absent for the end of the plan. */
  readonly position?: number | undefined;
}

interface Asking {
  readonly tenant: TenantQueries;
  readonly caller: KnownCaller;
  readonly row: Pick<ShipmentRow, "regionId" | "tripId">;
  readonly place: LatLng;
}

/** Whether the caller may change that trip is asked afterwards, whoever named it. */
export async function chooseTrip(deps: TripDeps, asking: Asking, to: AssignTo): Promise<Result<Target, Failure>> {
  if ("tripId" in to) return ok({ tripId: to.tripId, position: to.position });
  if ("driverId" in to) return tripOf(deps, asking.tenant, to.driverId);
  const { row, ...where } = asking;
  const found = await findCandidates(deps, { ...where, regionId: row.regionId, except: row.tripId });
  if (!found.ok) return found;
  const [best] = rankCandidates(found.value, asking.place, to.auto);
  return best ? ok({ tripId: best.candidate.tripId, position: best.position }) : err({ tag: "no-driver" });
}

/** The trip that the driver is on, or the one that is planned next. */
async function tripOf(deps: TripDeps, tenant: TenantQueries, driverId: DriverId): Promise<Result<Target, Failure>> {
  const running = await runningTrip(deps, tenant.tenantId, driverId);
  if (running) return ok({ tripId: running.tripId });
  const planned = await findPlannedTrip(tenant, driverId);
  if (!planned.ok) return err(dbFailure(planned.error));
  return planned.value ? ok({ tripId: planned.value }) : err({ tag: "off-duty" });
}
