import { prepareTripPlan } from "../../../src/domain/trip-plan.ts";
import type { PlannedStop, TripPlan } from "../../../src/domain/trip-plan.ts";
import { measurePath } from "../../../src/domain/path.ts";
import type { Metres } from "../../../src/domain/geo.ts";
import { at } from "./noisy-drive.ts";

export function stopAt(stopId: string, x: number, changes: Partial<PlannedStop> = {}): PlannedStop {
  return { stopId, ...at(x, 0), serviceSeconds: 120, status: "pending", windowEndsAt: null, ...changes };
}

/** Along a street that runs east, with the line of it where `isMapped`. */
export function planOf(stops: readonly PlannedStop[], isMapped = false, revision = 1): TripPlan {
  const street: Metres[] = Array.from({ length: 101 }, (_, index) => ({ x: index * 100, y: 0 }));
  return prepareTripPlan(revision, stops, isMapped ? measurePath(street.map(({ x, y }) => at(x, y))) : null);
}
