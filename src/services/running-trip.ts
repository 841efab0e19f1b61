import type { DriverId, TenantId, TripId } from "../protocol/ids.ts";
import type { TripStatus } from "../protocol/trip.ts";
import type { LiveDeps } from "./live-deps.ts";

/** The trip that a driver is on. The driver's account knows which; it keeps the last one after its end. */
export async function runningTrip(
  deps: Pick<LiveDeps, "account" | "trip">,
  tenantId: TenantId,
  driverId: DriverId,
): Promise<{ tripId: TripId; status: TripStatus } | null> {
  const tripId = await deps.account(tenantId, driverId).duty();
  if (tripId === null) return null;
  const status = (await deps.trip(tenantId, tripId).picture())?.trip.status;
  return isRunning(status) ? { tripId, status } : null;
}

export function isRunning(status: TripStatus | undefined): status is "active" | "paused" {
  return status === "active" || status === "paused";
}
