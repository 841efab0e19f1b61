import { boundsOf, distanceM, localFrame, toLocal } from "./geo.ts";
import type { LatLng, LocalFrame, Metres } from "./geo.ts";
import { distanceToSegment, nearestShare, pointAlong } from "./segment.ts";

/** A planned line with its lengths worked out once, so that each fix costs a few segments and no trigonometry. */
export interface MeasuredPath {
  readonly frame: LocalFrame;
  readonly points: readonly Metres[];
  /** Metres from the start to each point. */
  readonly alongM: readonly number[];
  readonly lengthM: number;
}

export interface OnPath {
  readonly alongM: number;
  readonly distanceM: number;
}

/** At 60 m/s and a fix each 30 s a vehicle gets 1.8 km further; what lies beyond is another pass of the same street. */
const LOOK_AHEAD_M = 2000;
/** Farther off than this the window has lost the vehicle, and the whole rest of the path is searched. */
const LOST_M = 100;
/** A stop counts as passed at the first approach this close, not at a nearer one on the way back. */
const PASSES_STOP_M = 50;

const NOT_FOUND = -1;

export function measurePath(places: readonly LatLng[]): MeasuredPath {
  const { south, north, west, east } = boundsOf(places);
  const frame = localFrame({ lat: (south + north) / 2, lng: (west + east) / 2 });
  const points: Metres[] = [];
  const alongM: number[] = [];
  let lengthM = 0;
  let last: LatLng | undefined;
  for (const place of places) {
    lengthM += last ? distanceM(last, place) : 0;
    points.push(toLocal(frame, place));
    alongM.push(lengthM);
    last = place;
  }
  return { frame, points, alongM, lengthM };
}

/** Where on the path a vehicle is that had come `fromM` before. It never goes back: noise would make it oscillate. */
export function progressOnPath(path: MeasuredPath, place: LatLng, fromM: number): OnPath {
  const here = toLocal(path.frame, place);
  const near = nearestBetween(path, here, fromM, fromM + LOOK_AHEAD_M);
  if (near.distanceM <= LOST_M) return near;
  const far = nearestBetween(path, here, fromM, path.lengthM);
  return far.distanceM < LOST_M ? far : near;
}

export function remainingM(path: MeasuredPath, alongM: number): number {
  return Math.max(0, path.lengthM - alongM);
}

/** The place that lies so far along; before the start the start, beyond the end the end. */
export function pointOnPath(path: MeasuredPath, alongM: number): Metres {
  const index = segmentAt(path, alongM);
  const from = path.points[index] ?? { x: 0, y: 0 };
  const to = path.points[index + 1] ?? from;
  const startM = path.alongM[index] ?? 0;
  const pieceM = (path.alongM[index + 1] ?? startM) - startM;
  return pieceM > 0 ? pointAlong(from, to, Math.min(1, Math.max(0, (alongM - startM) / pieceM))) : from;
}

/** How far along the path each stop is served, in the stops' order. */
export function stopsAlong(path: MeasuredPath, stops: readonly LatLng[]): number[] {
  let fromM = 0;
  return stops.map((stop) => {
    fromM = firstPass(path, toLocal(path.frame, stop), fromM);
    return fromM;
  });
}

function firstPass(path: MeasuredPath, stop: Metres, fromM: number): number {
  let best = NOT_FOUND;
  let bestM = Infinity;
  for (let index = segmentAt(path, fromM); index < path.points.length - 1; index++) {
    const offM = distanceTo(path, index, stop, fromM);
    if (offM < bestM) [best, bestM] = [index, offM];
    else if (bestM <= PASSES_STOP_M && offM > 2 * PASSES_STOP_M) break;
  }
  return alongAt(path, best, stop, fromM);
}

function nearestBetween(path: MeasuredPath, here: Metres, fromM: number, toM: number): OnPath {
  let best = NOT_FOUND;
  let bestM = Infinity;
  for (let index = segmentAt(path, fromM); index < path.points.length - 1; index++) {
    if ((path.alongM[index] ?? 0) > toM) break;
    const offM = distanceTo(path, index, here, fromM);
    if (offM < bestM) [best, bestM] = [index, offM];
  }
  return { alongM: alongAt(path, best, here, fromM), distanceM: bestM };
}

/** To that part of a piece that lies ahead of `fromM`: what was passed is not near any more. */
function distanceTo({ points, alongM }: MeasuredPath, index: number, place: Metres, fromM: number): number {
  const from = points[index];
  const to = points[index + 1];
  if (!from || !to) return Infinity;
  const startM = alongM[index] ?? 0;
  const lengthM = (alongM[index + 1] ?? 0) - startM;
  const passed = lengthM > 0 ? Math.min(1, Math.max(0, (fromM - startM) / lengthM)) : 0;
  return distanceToSegment(place, passed > 0 ? pointAlong(from, to, passed) : from, to);
}

/** Metres from the start to the point of a piece that is nearest to the place, but never back behind `fromM`. */
function alongAt({ points, alongM }: MeasuredPath, index: number, place: Metres, fromM: number): number {
  const [from, to] = [points[index], points[index + 1]];
  const [startM, endM] = [alongM[index], alongM[index + 1]];
  if (!from || !to || startM === undefined || endM === undefined) return fromM;
  return Math.max(fromM, startM + nearestShare(place, from, to) * (endM - startM));
}

/** The piece that holds `alongM`, by halving. */
function segmentAt(path: MeasuredPath, alongM: number): number {
  let [low, high] = [0, Math.max(0, path.points.length - 2)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((path.alongM[middle] ?? 0) <= alongM) low = middle;
    else high = middle - 1;
  }
  return low;
}
