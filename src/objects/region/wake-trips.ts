import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import type { TripId } from "../../protocol/ids.ts";

/** One call of an object may make 10,000 others; the rest of a larger region reports within its minute. */
const TRIPS_MAX = 1_000;
const AT_ONCE = 50;

/** Asks trips to report now, because somebody has begun to look. One that does not answer reports when it next would. */
export async function wakeTrips(tripIds: readonly TripId[], reportNow: (tripId: TripId) => Promise<void>) {
  const woken = tripIds.slice(0, TRIPS_MAX);
  for (let from = 0; from < woken.length; from += AT_ONCE) {
    const asked = await Promise.allSettled(woken.slice(from, from + AT_ONCE).map(reportNow));
    const failed = asked.find(({ status }) => status === "rejected");
    // One line for a whole batch: when one trip cannot be reached, often none can.
    if (failed?.status === "rejected")
      logError(createLog({ requestId: newRequestId() }), "region wakes trips", failed.reason);
  }
}
