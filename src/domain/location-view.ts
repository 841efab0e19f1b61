import type { LocationLook, Looker } from "../protocol/location-view.ts";
import { actorOf, type KnownCaller, roleOf } from "./caller.ts";

const HOUR_MS = 60 * 60 * 1_000;

/** All looks of one viewer at one driver in one hour and place. */
export interface HourOfViews extends Omit<LocationLook, "at"> {
  readonly hour: number;
  readonly startedAt: number;
  readonly lastAt: number;
}

/** As views name whoever looks. */
export function viewerOf(caller: KnownCaller): Looker {
  const role = roleOf(caller);
  if (role === "nobody") throw new Error("Nobody looks at nothing.");
  return { viewer: actorOf(caller), viewerRole: role === "link" ? "customer" : role };
}

/**
 * One row for each driver, hour, viewer and surface, in the order of their keys: two writers who meet the same rows in the
 * same order wait for each other instead of locking each other out.
 */
export function mergeViews(views: readonly LocationLook[]): HourOfViews[] {
  const merged = new Map<string, HourOfViews>();
  for (const { at, ...view } of views) {
    const look = { ...view, hour: at - (at % HOUR_MS), startedAt: at, lastAt: at };
    const key = [view.driverId, look.hour, view.viewer, view.surface].join(" ");
    const known = merged.get(key);
    merged.set(key, known ? join(known, look) : look);
  }
  return [...merged].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, hour]) => hour);
}

function join(a: HourOfViews, b: HourOfViews): HourOfViews {
  const [earlier, later] = a.lastAt <= b.lastAt ? [a, b] : [b, a];
  return { ...later, tripId: later.tripId ?? earlier.tripId, startedAt: Math.min(a.startedAt, b.startedAt) };
}
