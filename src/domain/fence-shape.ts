import { FENCE_VERTICES_MAX } from "../protocol/geofence.ts";
import { boundsOf, distanceM, localFrame, toLocal } from "./geo.ts";
import type { LatLng, Metres } from "./geo.ts";
import { err, ok } from "./result.ts";
import type { Result } from "./result.ts";
import { crossingShare } from "./segment.ts";

/** Smaller than a phone's own error nobody is ever inside for sure. */
const RADIUS_MIN_M = 10;
/** A region, not a continent: the flat map that fences are tested on ends here. */
const EXTENT_MAX_M = 200_000;

export type FenceShape =
  | { readonly kind: "circle"; readonly lat: number; readonly lng: number; readonly radiusM: number }
  /** The last corner is joined to the first one; repeating it is allowed. */
  | { readonly kind: "polygon"; readonly points: readonly LatLng[] }
  /** Everything within half the width of the line. */
  | { readonly kind: "corridor"; readonly points: readonly LatLng[]; readonly widthM: number };

export type FenceProblem =
  | { readonly tag: "place-not-on-earth"; readonly index: number }
  | { readonly tag: "too-few-points"; readonly atLeast: number }
  | { readonly tag: "too-many-points"; readonly atMost: number }
  | { readonly tag: "too-small"; readonly atLeastM: number }
  | { readonly tag: "too-large"; readonly atMostM: number }
  /** The sides that begin at these two corners cut each other. */
  | { readonly tag: "sides-cross"; readonly first: number; readonly second: number };

/** The shape as it may be stored: without repeated corners. */
export function checkFence(shape: FenceShape): Result<FenceShape, FenceProblem> {
  if (shape.kind === "circle") {
    const problem = findMisplaced([shape]) ?? checkReach(shape.radiusM);
    return problem ? err(problem) : ok(shape);
  }
  if (shape.points.length > FENCE_VERTICES_MAX) return err({ tag: "too-many-points", atMost: FENCE_VERTICES_MAX });
  const misplaced = findMisplaced(shape.points);
  if (misplaced) return err(misplaced);
  const points = withoutRepeats(shape.points, shape.kind === "polygon");
  const atLeast = shape.kind === "polygon" ? 3 : 2;
  if (points.length < atLeast) return err({ tag: "too-few-points", atLeast });
  const problem = checkExtent(points) ?? (shape.kind === "polygon" ? findCross(points) : checkReach(shape.widthM / 2));
  return problem ? err(problem) : ok({ ...shape, points });
}

function findMisplaced(points: readonly LatLng[]): FenceProblem | null {
  const index = points.findIndex(({ lat, lng }) => !(Math.abs(lat) < 90 && Math.abs(lng) <= 180));
  return index < 0 ? null : { tag: "place-not-on-earth", index };
}

function checkReach(radiusM: number): FenceProblem | null {
  if (!(radiusM >= RADIUS_MIN_M)) return { tag: "too-small", atLeastM: RADIUS_MIN_M };
  return radiusM * 2 > EXTENT_MAX_M ? { tag: "too-large", atMostM: EXTENT_MAX_M } : null;
}

function checkExtent(points: readonly LatLng[]): FenceProblem | null {
  const { south, west, north, east } = boundsOf(points);
  const extentM = distanceM({ lat: south, lng: west }, { lat: north, lng: east });
  return extentM > EXTENT_MAX_M || east - west > 180 ? { tag: "too-large", atMostM: EXTENT_MAX_M } : null;
}

function withoutRepeats(points: readonly LatLng[], isClosed: boolean): LatLng[] {
  const kept = points.filter((point, index) => index === 0 || !isSame(point, points[index - 1]));
  return isClosed && kept.length > 1 && isSame(kept[0], kept.at(-1)) ? kept.slice(0, -1) : kept;
}

function isSame(a: LatLng | undefined, b: LatLng | undefined): boolean {
  return a?.lat === b?.lat && a?.lng === b?.lng;
}

/** Each side against each later one: 125,000 pairs at the most, once, when a fence is saved. */
function findCross(places: readonly LatLng[]): FenceProblem | null {
  const frame = localFrame(places[0] ?? { lat: 0, lng: 0 });
  const corners = places.map((place) => toLocal(frame, place));
  const sides = corners.map((from, index) => [from, corners[(index + 1) % corners.length] ?? from] as const);
  for (const [first, side] of sides.entries()) {
    for (let second = first + 1; second < sides.length; second++) {
      const other = sides[second];
      const areNeighbours = second === first + 1 || (first === 0 && second === sides.length - 1);
      if (other && cuts(side, other, areNeighbours)) return { tag: "sides-cross", first, second };
    }
  }
  return null;
}

type Side = readonly [Metres, Metres];

/** Neighbours always share a corner; they are wrong only where one runs back over the other. */
function cuts(side: Side, other: Side, areNeighbours: boolean): boolean {
  if (!areNeighbours) return crossingShare(side[0], side[1], other) !== null || overlaps(side, other);
  return runsBack(side, other);
}

function runsBack([a, b]: Side, [c, d]: Side): boolean {
  const [stepX, stepY] = [b.x - a.x, b.y - a.y];
  const [nextX, nextY] = [d.x - c.x, d.y - c.y];
  return isFlat(stepX * nextY - stepY * nextX) && stepX * nextX + stepY * nextY < 0;
}

/** Sides on one line, of which one holds an end of the other. */
function overlaps(side: Side, [c, d]: Side): boolean {
  return [c, d].some((point) => holds(side, point)) || side.some((point) => holds([c, d], point));
}

function holds([a, b]: Side, point: Metres): boolean {
  const [stepX, stepY] = [b.x - a.x, b.y - a.y];
  const [toX, toY] = [point.x - a.x, point.y - a.y];
  const share = (stepX * toX + stepY * toY) / (stepX * stepX + stepY * stepY);
  return isFlat(stepX * toY - stepY * toX) && share >= 0 && share <= 1;
}

/** Square millimetres: corners have seven decimals at the best, 1 cm. */
function isFlat(area: number): boolean {
  return Math.abs(area) < 1e-6;
}
