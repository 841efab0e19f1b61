import { compassDeg, distanceM, fromLocal, toLocal } from "./geo.ts";
import type { LatLng, Metres } from "./geo.ts";
import { type MeasuredPath, pointOnPath, progressOnPath } from "./path.ts";

/** A carriageway, its service road and a receiver's error: beside that a vehicle is somewhere else. */
const ON_PATH_M = 35;
/** More between two fixes is another pass of the same street, not a way that was driven. */
const LEG_MAX_M = 500;
/** A corner is looked round this far before and behind, so that a marker turns through it and does not snap. */
const CORNER_M = 8;
/** Shorter, and a vehicle stands: then it looks where it looked before. */
const MOVES_M = 1;

/** A piece of the planned way that is played. */
export interface PathLeg {
  readonly path: MeasuredPath;
  readonly fromM: number;
  readonly toM: number;
  /** How far the marker stood beside the path at the start: it glides over instead of leaping. */
  readonly aside: Metres;
}

export interface PathStart {
  readonly path: MeasuredPath;
  /** Where the marker is shown. */
  readonly from: LatLng;
  /** How far along the same path it was shown already; null if it comes from elsewhere. */
  readonly alongM: number | null;
  readonly lastFix: LatLng;
}

/** The way along the plan to a new fix; null where driver and plan part. What lies at most `slackM` back is no way back. */
export function pathLeg(start: PathStart, fix: LatLng, slackM: number): PathLeg | null {
  const { path, from } = start;
  const fromM = startOnPath(start);
  if (fromM === null) return null;
  const on = progressOnPath(path, fix, Math.max(0, fromM - slackM));
  const toM = Math.max(fromM, on.alongM);
  if (on.distanceM > ON_PATH_M || toM - fromM > LEG_MAX_M) return null;
  const [shown, planned] = [toLocal(path.frame, from), pointOnPath(path, fromM)];
  return { path, fromM, toM, aside: { x: shown.x - planned.x, y: shown.y - planned.y } };
}

export function alongOf({ fromM, toM }: Pick<PathLeg, "fromM" | "toM">, share: number): number {
  return fromM + share * (toM - fromM);
}

/** Where a part of the leg ends, and the street's direction there; null where the leg leads nowhere. */
export function placeOnLeg(
  { path, fromM, toM, aside }: PathLeg,
  share: number,
): LatLng & { headingDeg: number | null } {
  const alongM = alongOf({ fromM, toM }, share);
  const { x, y } = pointOnPath(path, alongM);
  const asideShare = Math.max(0, 1 - share);
  const place = fromLocal(path.frame, { x: x + asideShare * aside.x, y: y + asideShare * aside.y });
  return { ...place, headingDeg: toM - fromM < MOVES_M ? null : directionAt(path, alongM) };
}

function startOnPath({ path, from, alongM, lastFix }: PathStart): number | null {
  if (alongM !== null) return alongM;
  const last = progressOnPath(path, lastFix, 0);
  if (last.distanceM > ON_PATH_M) return null;
  const shown = progressOnPath(path, from, last.alongM);
  // A marker that has guessed beyond the last fix goes on from there: back to it would be backwards.
  return shown.alongM - last.alongM <= distanceM(from, lastFix) + ON_PATH_M ? shown.alongM : last.alongM;
}

function directionAt(path: MeasuredPath, alongM: number): number {
  const [before, after] = [pointOnPath(path, alongM - CORNER_M), pointOnPath(path, alongM + CORNER_M)];
  return compassDeg({ x: after.x - before.x, y: after.y - before.y });
}
