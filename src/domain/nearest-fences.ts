import type { LiveFence, NearFences, RegionFences } from "../protocol/live/live-fence.ts";
import type { FenceShape } from "./fence-shape.ts";
import { boundsOf, distanceM, growBounds, localFrame, toLocal } from "./geo.ts";
import type { LatLng } from "./geo.ts";

/**
 * What one trip holds: a hundred trips share an isolate's 128 MB, and 5,000 corners made ready take 0.6 MB. Only the
 * densest city has more than 100 fences around one driver; the rest comes when the driver does.
 */
export const FENCES_PER_TRIP_MAX = 100;
export const CORNERS_PER_TRIP_MAX = 5_000;
/** Asked again at half the way, so that a driver never comes to a fence before the fence comes to the trip. */
const ASK_AGAIN_SHARE = 0.5;

/** The nearest to a place, up to what a trip holds. Without a place the oldest, and nothing is known to be complete. */
export function nearestFences({ version, fences }: RegionFences, around: LatLng | null): NearFences {
  const byDistance = fences
    .map((fence) => ({ fence, awayM: around ? distanceToBounds(fence.shape, around) : 0 }))
    .toSorted((a, b) => a.awayM - b.awayM);
  const held: LiveFence[] = [];
  let corners = 0;
  for (const { fence, awayM } of byDistance) {
    corners += cornersOf(fence.shape);
    if (held.length === FENCES_PER_TRIP_MAX || corners > CORNERS_PER_TRIP_MAX)
      return { version, fences: held, around, completeM: awayM };
    held.push(fence);
  }
  return { version, fences: held, around, completeM: null };
}

/** Whether a trip has to ask its region for fences: there are newer ones, or it has come too far for those it holds. */
export function needsFences(held: NearFences | null, version: number, place: LatLng | null): boolean {
  if (version !== (held?.version ?? 0)) return true;
  if (!held || held.completeM === null || !place) return false;
  if (!held.around) return true;
  return distanceM(held.around, place) > held.completeM * ASK_AGAIN_SHARE;
}

/** To the box around it, 0 from within: never more than to the fence itself. */
function distanceToBounds(shape: FenceShape, place: LatLng): number {
  const points = shape.kind === "circle" ? [shape] : shape.points;
  const reachM = shape.kind === "circle" ? shape.radiusM : shape.kind === "corridor" ? shape.widthM / 2 : 0;
  const { south, west, north, east } = growBounds(boundsOf(points), reachM);
  const frame = localFrame({ lat: (south + north) / 2, lng: (west + east) / 2 });
  const here = toLocal(frame, place);
  const corner = toLocal(frame, { lat: north, lng: east });
  return Math.hypot(Math.max(0, Math.abs(here.x) - Math.abs(corner.x)), Math.max(0, Math.abs(here.y) - corner.y));
}

function cornersOf(shape: FenceShape): number {
  return shape.kind === "circle" ? 1 : shape.points.length;
}
