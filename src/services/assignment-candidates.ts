import { findDuties } from "../db/driver-duty.ts";
import type { TenantQueries } from "../db/client.ts";
import { type Candidate, candidateOf } from "../domain/assignment/candidate.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import type { LatLng } from "../domain/geo.ts";
import { viewerOf } from "../domain/location-view.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { RegionId, TripId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { openRegion } from "./live-regions.ts";
import type { TripDeps } from "./trip-access.ts";

/** Each costs a call to its object; who is farther off than sixteen others is not the best by any rule. */
const CANDIDATES_MAX = 16;
const PRESENT = { presence: ["online", "idle", "on_trip"], vehicleKinds: null, withinM: null } as const;

interface Search {
  readonly tenant: TenantQueries;
  readonly caller: KnownCaller;
  readonly regionId: RegionId;
  readonly place: LatLng;
  /** The trip that has it now. */
  readonly except: TripId | null;
}

/** The nearest drivers of the region who are there and on duty, with the way that each has before it. */
export async function findCandidates(
  deps: TripDeps,
  { tenant, caller, regionId, place, except }: Search,
): Promise<Result<Candidate[], Failure>> {
  const { tenantId } = tenant;
  const opened = await openRegion(deps, tenantId, regionId);
  if (!opened.ok) return opened;
  const near = await deps.region(tenantId, regionId).nearest(place, CANDIDATES_MAX, PRESENT, viewerOf(caller));
  if (!near.ok) return near;
  const others = near.value.filter(({ driver }) => driver.tripId !== except && driver.status === "active");
  const pictures = await Promise.all(others.map(async ({ driver }) => deps.trip(tenantId, driver.tripId).picture()));
  const duties = await findDuties(
    tenant,
    others.map(({ driver }) => driver.driverId),
  );
  if (!duties.ok) return err(dbFailure(duties.error));
  const capacities = new Map(duties.value.map(({ id, capacityStops }) => [id, capacityStops]));
  const running = pictures.filter((picture) => picture !== null && picture.trip.status === "active");
  return ok(
    running.flatMap((picture) =>
      picture ? [candidateOf(picture.trip, picture.point, capacities.get(picture.trip.driverId) ?? null)] : [],
    ),
  );
}
