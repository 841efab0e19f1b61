import type { LatLng } from "../domain/geo.ts";
import type { Failure } from "../domain/failure.ts";
import { viewerOf } from "../domain/location-view.ts";
import { mayLocation } from "../domain/permissions.ts";
import type { NearDriver, NearestFilter } from "../domain/region/nearest.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { RegionId, TripId } from "../protocol/ids.ts";
import type { Looker } from "../protocol/location-view.ts";
import type { Sos } from "../protocol/sos.ts";
import type { LiveDriver } from "../protocol/live/dispatch-down.ts";
import type { LiveDeps } from "./live-deps.ts";
import { openRegion } from "./live-regions.ts";
import { knownCaller } from "./people-desk.ts";

type SnapshotDeps = Pick<LiveDeps, "db" | "region" | "requestId" | "birthplaces" | "now" | "caller">;

export interface Snapshot {
  readonly epoch: string;
  readonly rev: number;
  readonly now: number;
  /** All that are there. */
  readonly trips: TripId[];
  readonly drivers: LiveDriver[];
  readonly calls: Sos[];
}

/** Who is where now, or with `since` only those who were heard since then. */
export async function regionSnapshot(
  deps: SnapshotDeps,
  regionId: RegionId,
  since = 0,
): Promise<Result<Snapshot, Failure>> {
  const region = await visibleRegion(deps, regionId);
  if (!region.ok) return region;
  const picture = await region.value.object.snapshot(region.value.looker);
  if (!picture.ok) return picture;
  const { epoch, rev, now, drivers, calls } = picture.value;
  const trips = drivers.map(({ tripId }) => tripId);
  const heard = drivers.filter(({ lastSeenAt }) => (lastSeenAt ?? now) >= since);
  return ok({ epoch, rev, now, trips, drivers: heard, calls });
}

export async function nearestInRegion(
  deps: SnapshotDeps,
  regionId: RegionId,
  near: LatLng & { readonly count: number; readonly filter: NearestFilter },
): Promise<Result<{ items: NearDriver[] }, Failure>> {
  const region = await visibleRegion(deps, regionId);
  if (!region.ok) return region;
  const { lat, lng, count, filter } = near;
  const found = await region.value.object.nearest({ lat, lng }, count, filter, region.value.looker);
  return found.ok ? ok({ items: found.value }) : found;
}

async function visibleRegion(
  deps: SnapshotDeps,
  regionId: RegionId,
): Promise<Result<{ object: ReturnType<LiveDeps["region"]>; looker: Looker }, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const { tenantId } = known.value;
  if (!mayLocation(known.value, "list", { tenantId, regionId })) return err({ tag: "not-found" });
  const opened = await openRegion(deps, tenantId, regionId);
  return opened.ok ? ok({ object: deps.region(tenantId, regionId), looker: viewerOf(known.value) }) : opened;
}
