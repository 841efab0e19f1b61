import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, vi } from "vitest";
import { regionObject } from "../../../../src/platform/object-stubs.ts";
import { newRowId } from "../../../../src/platform/new-row-id.ts";
import type { GeofenceRules } from "../../../../src/protocol/geofence.ts";
import { type LiveFence, NearFences } from "../../../../src/protocol/live/live-fence.ts";
import type { WireFix } from "../../../../src/protocol/live/fix.ts";
import type { TripBrief } from "../../../../src/protocol/live/trip-brief.ts";
import { type TripEvent, TripEvent as TripEventSchema } from "../../../../src/protocol/live/trip-event.ts";
import { DEPOT, openTrip, type stubOf, tripBrief } from "./trip-fixture.ts";

const METRES_PER_DEGREE = 111_195;
export const ALL_RULES: GeofenceRules = { onEnter: true, onLeave: true, dwellMinutes: 1 };

/** So many metres north of the depot. */
export function north(metres: number): { lat: number; lng: number } {
  return { lat: DEPOT.lat + metres / METRES_PER_DEGREE, lng: DEPOT.lng };
}

/** Around a place north of the depot, fifty metres wide to each side. */
export function circleAt(metres: number, rules = ALL_RULES): LiveFence {
  return { fenceId: newRowId.geofence(), shape: { kind: "circle", ...north(metres), radiusM: 50 }, rules };
}

/** A fix by an accurate phone, so many metres north and seconds ago. */
export function fixAt(seq: number, metres: number, secondsAgo: number, eastDeg = 0): WireFix {
  const { lat, lng } = north(metres);
  return [seq, Date.now() - secondsAgo * 1000, lat, lng + eastDeg, 5, 1, 0, 0];
}

export async function regionOf({ tenantId, regionId }: TripBrief, fences: LiveFence[], version = 1) {
  const region = regionObject(env, tenantId, regionId);
  await region.open({ tenantId, regionId, name: "Old town", centroid: DEPOT });
  await region.setFences({ version, fences });
  return region;
}

/** A running trip that has heard of its region's fences. */
export async function fencedTrip(fences: LiveFence[], brief = tripBrief()) {
  const region = await regionOf(brief, fences);
  const { stub } = await openTrip(brief);
  await holds(stub, fences, 1);
  return { brief, region, stub };
}

/** What the trip has on disk. */
export async function heldBy(stub: ReturnType<typeof stubOf>): Promise<NearFences | null> {
  return runInDurableObject(stub, (_, { storage }) => {
    const [row] = storage.sql.exec<{ body: string }>("SELECT body FROM fences");
    return row ? NearFences.parse(JSON.parse(row.body)) : null;
  });
}

/** Waits until the trip has these, in whatever order. */
export async function holds(stub: ReturnType<typeof stubOf>, fences: readonly LiveFence[], version: number) {
  await vi.waitFor(async () => {
    const held = await heldBy(stub);
    expect(held?.version).toBe(version);
    expect(new Set(held?.fences)).toEqual(new Set(fences));
  });
}

export async function logOf(stub: ReturnType<typeof stubOf>): Promise<TripEvent[]> {
  return runInDurableObject(stub, (_, { storage }) =>
    storage.sql
      .exec<{ body: string }>("SELECT body FROM events ORDER BY seq")
      .toArray()
      .map(({ body }) => TripEventSchema.parse(JSON.parse(body))),
  );
}

export async function crossings(stub: ReturnType<typeof stubOf>): Promise<string[]> {
  return (await logOf(stub)).flatMap(({ body }) => (body.kind === "fence" ? body.crossing : []));
}
