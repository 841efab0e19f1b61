import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import { waitAtMost } from "../../platform/with-timeout.ts";
import type { TripId } from "../../protocol/ids.ts";

/** One call of an object may make 10,000 others, and what those bring makes some as well. */
const TRIPS_MAX = 9_000;
const AT_ONCE = 50;

interface WakerDeps {
  readonly reportNow: (tripId: TripId) => Promise<void>;
  /** Keeps the object awake for work that nobody waits for. */
  readonly later: (work: Promise<unknown>) => void;
}

/** Has trips report before their time. */
export class TripWaker {
  readonly #deps: WakerDeps;
  #asking: Promise<void> | null = null;

  constructor(deps: WakerDeps) {
    this.#deps = deps;
  }

  wake(tripIds: readonly TripId[]): void {
    this.#deps.later(wakeTrips(tripIds, this.#deps.reportNow));
  }

  /** Waits for those who were told that nobody looks; at most as long as whoever looks now would. */
  async freshen(silent: readonly TripId[], withinMs: number): Promise<void> {
    if (this.#asking === null && silent.length > 0) this.#deps.later((this.#asking = this.#ask(silent)));
    if (this.#asking) await waitAtMost(withinMs, this.#asking);
  }

  async #ask(silent: readonly TripId[]): Promise<void> {
    await wakeTrips(silent, this.#deps.reportNow);
    this.#asking = null;
  }
}

/** Each has reported when it answers. One that does not is asked again while somebody looks. */
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
