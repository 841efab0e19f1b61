import type { JudgedFix } from "../protocol/live/fix.ts";
import { advanceFences } from "./fence-watch.ts";
import { fenceHappening, stopHappening, tripHappening } from "./happening.ts";
import type { Happening } from "./happening.ts";
import { advanceMotion } from "./motion.ts";
import { advanceRoute } from "./route-progress.ts";
import { smooth } from "./smoothing.ts";
import type { SmoothPlace } from "./smoothing.ts";
import { advanceStops } from "./stop-watch.ts";
import type { Track, TrackContext } from "./track-state.ts";

export interface Followed {
  readonly track: Track;
  readonly place: SmoothPlace;
  readonly happenings: readonly Happening[];
}

/** What the driver did between the last fix and this one. The same for live and late fixes: history must be as true. */
export function followDriver(before: Track, fix: JudgedFix, { plan, fences }: TrackContext): Followed {
  const late = fix.verdict !== "live";
  const { state: smoothing, place } = smooth(before.smoothing, { ...fix, at: fix.fixedAt });
  const crossed = advanceFences(before.fences, place, fences);
  const visited = advanceStops(before.stops, place, plan);
  const moved = advanceMotion(before.motion, place, visited.atPlannedStop);
  const routed = advanceRoute(before.route, place, plan);
  const happenings: Happening[] = [
    ...crossed.events.map((event) => fenceHappening(event, late)),
    ...visited.events.map((event) => stopHappening(event, late)),
  ];
  if (routed.change) happenings.push(tripHappening(routed.change, place.at, late));
  if (moved.idle) happenings.push(tripHappening(`idle-${moved.idle}`, moved.at, late));
  const seen = { smoothing, motion: moved.motion, fences: crossed.watch, stops: visited.watch, route: routed.progress };
  return { track: { ...before, ...seen }, place, happenings };
}
