import type { FixReason, JudgedFix } from "../protocol/live/fix.ts";
import { distanceM, type LatLng } from "./geo.ts";
import { encodePolyline } from "./polyline.ts";
import { simplifyPath } from "./simplify-path.ts";

/** A worse fix would add its own error to the distance, each time. */
const COUNTS_ACCURACY_M = 20;
/** Standing still, GPS wanders by a few metres; steps below this are not driven. */
const STEP_MIN_M = 5;
/** Half a street's width: a map of a past trip shows the same line with a tenth of the points. */
const LINE_TOLERANCE_M = 10;

export interface DrivenPath {
  readonly distanceM: number;
  readonly polyline: string;
}

/** What was driven, from all fixes of a trip in whatever order they came. */
export function drivenPath(fixes: readonly JudgedFix[]): DrivenPath {
  const shown = fixes.filter(isOnTheWay).toSorted((a, b) => a.fixedAt - b.fixedAt);
  let total = 0;
  let last: LatLng | undefined;
  for (const fix of shown) {
    if ((fix.accuracyM ?? 0) > COUNTS_ACCURACY_M) continue;
    const step = last ? distanceM(last, fix) : Infinity;
    if (step < STEP_MIN_M) continue;
    if (last) total += step;
    last = fix;
  }
  return { distanceM: Math.round(total), polyline: encodePolyline(simplifyPath(shown, LINE_TOLERANCE_M)) };
}

/** A second device of the same driver went the same way, and counting both would zigzag; the others are somewhere else. */
const BESIDE_THE_WAY: ReadonlySet<FixReason> = new Set(["other-device", "inaccurate", "mock"]);

/** What was shown live counts whatever its reason: some tenants test with mocked positions. */
export function isOnTheWay({ verdict, reason }: JudgedFix): boolean {
  return verdict === "live" || (verdict === "history" && !BESIDE_THE_WAY.has(reason));
}
