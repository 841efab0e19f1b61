import { localFrame, toLocal } from "./geo.ts";
import type { LatLng } from "./geo.ts";
import { distanceToSegment } from "./segment.ts";

/**
 * Ramer-Douglas-Peucker: leaves out points as long as none of them lies farther than `toleranceM` from the line that
 * stays. A list of open pieces instead of recursion, because a track of a day has 10,000 points.
 */
export function simplifyPath<Place extends LatLng>(places: readonly Place[], toleranceM: number): Place[] {
  const origin = places[0];
  if (!origin || places.length < 3) return [...places];
  const frame = localFrame(origin);
  const points = places.map((place) => toLocal(frame, place));
  const kept = new Set([0, places.length - 1]);
  const open: [number, number][] = [[0, places.length - 1]];
  for (let piece = open.pop(); piece; piece = open.pop()) {
    const [first, last] = piece;
    const farthest = farthestBetween(points, first, last);
    if (farthest.distanceM <= toleranceM) continue;
    kept.add(farthest.index);
    open.push([first, farthest.index], [farthest.index, last]);
  }
  return places.filter((_, index) => kept.has(index));
}

function farthestBetween(points: readonly { x: number; y: number }[], first: number, last: number) {
  let farthest = { index: first, distanceM: 0 };
  const [from, to] = [points[first], points[last]];
  if (!from || !to) return farthest;
  for (let index = first + 1; index < last; index++) {
    const point = points[index];
    if (!point) continue;
    const distanceM = distanceToSegment(point, from, to);
    if (distanceM > farthest.distanceM) farthest = { index, distanceM };
  }
  return farthest;
}
