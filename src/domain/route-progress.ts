import { roundTo } from "./geo.ts";
import { progressOnPath } from "./path.ts";
import type { SmoothPlace } from "./smoothing.ts";
import type { TripPlan } from "./trip-plan.ts";

/** A dual carriageway and its service road; or the fix's accuracy, where that is worse. */
const OFF_ROUTE_M = 40;
/** One fix beside the road is a reflection, three are another road. */
const OFF_ROUTE_FIXES = 3;

export interface RouteProgress {
  /** Tells this path from another one. */
  readonly lengthM: number;
  readonly alongM: number;
  /** Fixes in a row beside the path. */
  readonly offFixes: number;
  readonly isOff: boolean;
}

export interface RouteStep {
  readonly progress: RouteProgress | null;
  readonly change: "off-route" | "back-on-route" | null;
}

export function advanceRoute(before: RouteProgress | null, place: SmoothPlace, plan: TripPlan): RouteStep {
  const wasOff = before?.isOff ?? false;
  if (!plan.path) return { progress: null, change: describe(wasOff, false) };
  const { lengthM } = plan.path;
  // Stops that are done change the plan but not the path; a new path is searched from its beginning.
  const fromM = before?.lengthM === lengthM ? before.alongM : 0;
  const { alongM, distanceM } = progressOnPath(plan.path, place, fromM);
  if (distanceM <= Math.max(OFF_ROUTE_M, place.accuracyM)) {
    const progress = { lengthM, alongM: roundTo(alongM, 10), offFixes: 0, isOff: false };
    return { progress, change: describe(wasOff, false) };
  }
  const offFixes = Math.min(OFF_ROUTE_FIXES, (before?.offFixes ?? 0) + 1);
  const isOff = wasOff || offFixes === OFF_ROUTE_FIXES;
  // Nearest is not the same as passed: beside the path nothing has been covered.
  return { progress: { lengthM, alongM: fromM, offFixes, isOff }, change: describe(wasOff, isOff) };
}

function describe(wasOff: boolean, isOff: boolean): RouteStep["change"] {
  if (wasOff === isOff) return null;
  return isOff ? "off-route" : "back-on-route";
}
