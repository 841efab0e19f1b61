import { findTripCrew } from "../db/trip-crew.ts";
import { findTrip, type StoredTrip } from "../db/trips.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { TenantId, TripId } from "../protocol/ids.ts";
import type { TripBrief } from "../protocol/live/trip-brief.ts";
import { dbFailure } from "./db-failure.ts";
import type { LiveDeps } from "./live-deps.ts";
import { openRegion } from "./live-regions.ts";
import { openDesk, type PeopleDeps } from "./people-desk.ts";
import { briefOf, firstNameOf, routedBrief } from "./trip-brief.ts";

export type OpeningDeps = Pick<LiveDeps, "db" | "trip" | "region" | "requestId" | "roads" | "birthplaces" | "now"> &
  Pick<PeopleDeps, "masterKeys">;

/** Postgres' rows of a trip that is not over, if there is one. */
export async function storedTrip(
  deps: Pick<OpeningDeps, "db" | "requestId">,
  tenantId: TenantId,
  tripId: TripId,
): Promise<Result<StoredTrip, Failure>> {
  const tenant = deps.db.forTenant({ tenantId, actor: "system", requestId: deps.requestId });
  const found = await findTrip(tenant, tripId);
  if (!found.ok) return err(dbFailure(found.error));
  return found.value ? ok(found.value) : err({ tag: "not-found" });
}

/**
 * Tells a trip's object what Postgres knows. The row is written first and the object told after it: whoever meets a row
 * whose object was never told, because something died in between, finishes the work by calling this.
 */
export async function openStoredTrip(
  deps: OpeningDeps,
  tenantId: TenantId,
  stored: StoredTrip,
): Promise<Result<TripBrief, Failure>> {
  const { trip } = stored;
  const desk = await openDesk(deps, { tenantId, actor: "system" });
  if (!desk.ok) return desk;
  const crew = await findTripCrew(desk.value.tenant, trip.driverId);
  if (!crew.ok) return err(dbFailure(crew.error));
  if (!crew.value) return err({ tag: "not-found" });
  const firstName = await firstNameOf(desk.value, crew.value);
  const brief = await routedBrief(deps, briefOf(tenantId, stored, { firstName, crew: crew.value }));
  const region = await openRegion(deps, tenantId, trip.regionId);
  if (!region.ok) return region;
  await deps.trip(tenantId, trip.id, region.value).open(brief);
  return ok(brief);
}
