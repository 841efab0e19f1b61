import type { FenceShape } from "./fence-shape.ts";
import { boundsOf, growBounds, localFrame, toLocal } from "./geo.ts";
import type { Bounds, LatLng, LocalFrame, Metres } from "./geo.ts";
import { crossingShare, distanceToSegment, nearestShare, pointAlong } from "./segment.ts";

/** Farther outside than this the exact distance changes no decision: accuracies end at 100 m. */
const EXACT_REACH_M = 150;

/** A fence made ready for many tests: corners on a flat map around its middle. */
export interface FenceArea {
  readonly frame: LocalFrame;
  readonly bounds: Bounds;
  readonly box: { readonly halfWidthM: number; readonly halfHeightM: number };
  readonly sides: readonly (readonly [Metres, Metres])[];
  /** Of a circle or a corridor; null for a polygon, which has an inside of its own. */
  readonly reachM: number | null;
}

export function measureFence(shape: FenceShape): FenceArea {
  const points = shape.kind === "circle" ? [{ lat: shape.lat, lng: shape.lng }] : shape.points;
  const reachM = reachOf(shape);
  const bounds = growBounds(boundsOf(points), reachM ?? 0);
  const middle = { lat: (bounds.south + bounds.north) / 2, lng: (bounds.west + bounds.east) / 2 };
  const frame = localFrame(middle);
  const corner = toLocal(frame, { lat: bounds.north, lng: bounds.east });
  const corners = points.map((point) => toLocal(frame, point));
  const box = { halfWidthM: Math.abs(corner.x), halfHeightM: corner.y };
  return { frame, bounds, box, sides: joinSides(corners, shape.kind), reachM };
}

/** How far inside the edge a place is, in metres; negative outside. Far outside it says only how far at the least. */
export function depthInside(area: FenceArea, place: LatLng): number {
  return depthAt(area, toLocal(area.frame, place));
}

/**
 * How deep inside the fence a straight way comes that begins and ends outside: measured in the middle of the part
 * between its first and its last cut. Zero where it does not touch the fence.
 */
export function depthOfPassage(area: FenceArea, from: LatLng, to: LatLng): number {
  const [a, b] = [toLocal(area.frame, from), toLocal(area.frame, to)];
  const shares = area.reachM === null ? cutShares(area, a, b) : nearShares(area, a, b);
  if (shares.length === 0) return 0;
  const middle = (Math.min(...shares) + Math.max(...shares)) / 2;
  return Math.max(0, depthAt(area, pointAlong(a, b, middle)));
}

function reachOf(shape: FenceShape): number | null {
  if (shape.kind === "circle") return shape.radiusM;
  return shape.kind === "corridor" ? shape.widthM / 2 : null;
}

function joinSides(corners: readonly Metres[], kind: FenceShape["kind"]): [Metres, Metres][] {
  const sides: [Metres, Metres][] = [];
  for (const [index, from] of corners.entries()) {
    // A polygon closes itself; a corridor ends, and a circle is a corridor around a single point.
    const next = corners[index + 1] ?? (kind === "corridor" && index > 0 ? undefined : corners[0]);
    if (next) sides.push([from, next]);
  }
  return sides;
}

function depthAt(area: FenceArea, place: Metres): number {
  const overX = Math.abs(place.x) - area.box.halfWidthM;
  const overY = Math.abs(place.y) - area.box.halfHeightM;
  const outsideM = Math.max(overX, overY);
  if (outsideM > EXACT_REACH_M) return -outsideM;
  let edgeM = Infinity;
  let isInside = false;
  for (const [from, to] of area.sides) {
    edgeM = Math.min(edgeM, distanceToSegment(place, from, to));
    if (passesAbove(place, from, to)) isInside = !isInside;
  }
  if (area.reachM !== null) return area.reachM - edgeM;
  return isInside ? edgeM : -edgeM;
}

/** Whether a ray to the east meets this side: an odd number of them means inside. */
function passesAbove(place: Metres, from: Metres, to: Metres): boolean {
  if (from.y > place.y === to.y > place.y) return false;
  return place.x < from.x + ((place.y - from.y) / (to.y - from.y)) * (to.x - from.x);
}

function cutShares(area: FenceArea, from: Metres, to: Metres): number[] {
  return area.sides.map((side) => crossingShare(from, to, side)).filter((share) => share !== null);
}

/** Where the way comes closest to the line: at a crossing, or opposite one of the line's ends. */
function nearShares(area: FenceArea, from: Metres, to: Metres): number[] {
  const crossings = cutShares(area, from, to);
  if (crossings.length > 0) return crossings.slice(0, 1);
  let best = { share: 0, distanceM: Infinity };
  for (const end of area.sides.flat()) {
    const distanceM = distanceToSegment(end, from, to);
    if (distanceM < best.distanceM) best = { share: nearestShare(end, from, to), distanceM };
  }
  return [best.share];
}
