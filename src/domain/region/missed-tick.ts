import type { TripId } from "../../protocol/ids.ts";
import type { LiveDriver, RegionChange, RegionDeltas } from "../../protocol/live/dispatch-down.ts";
import type { Tick } from "./pending.ts";
import type { LinkStart } from "./relay.ts";
import type { Replica } from "./replica.ts";
import { difference } from "./shown-driver.ts";

/** All that leads from a copy to a newer picture, at once; null when the copy is of another life, or of nothing. */
export function missedTick(copy: Replica, { epoch, rev, drivers }: LinkStart): Tick | null {
  const { since } = copy;
  if (since?.epoch !== epoch) return null;
  const changes: RegionChange[] = [];
  const moved: LiveDriver[] = [];
  const gone = new Set([...copy.drivers()].map(({ tripId }) => tripId));
  for (const driver of drivers) {
    gone.delete(driver.tripId);
    const outcome = differenceOf(copy.driver(driver.tripId), driver);
    if (outcome === "moved") moved.push(driver);
    else if (outcome !== "none") changes.push({ type: "driver:updated", driver });
  }
  // First of all: a number that has become free may be another driver's.
  changes.unshift(...[...gone].map((tripId) => ({ type: "driver:left" as const, tripId })));
  const isSame = changes.length === 0 && since.rev === rev;
  return { rev, deltas: isSame ? null : { type: "deltas", epoch, prev: since.rev, rev, changes }, moved };
}

export function changedTrips({ changes }: RegionDeltas): TripId[] {
  return changes.map((change) => (change.type === "driver:updated" ? change.driver.tripId : change.tripId));
}

function differenceOf(before: LiveDriver | null, after: LiveDriver) {
  return before?.index === after.index ? difference(before, after) : "changed";
}
