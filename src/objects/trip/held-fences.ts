import { type Fence, type FenceIndex, indexFences } from "../../domain/fence-index.ts";
import { needsFences } from "../../domain/nearest-fences.ts";
import type { LatLng } from "../../domain/geo.ts";
import type { LiveFence, NearFences } from "../../protocol/live/live-fence.ts";
import type { TripStore } from "./trip-store.ts";

const SECONDS_PER_MINUTE = 60;

/** The geofences that a trip lives by: stored, so that they hold when the region, or the database, does not answer. */
export class HeldFences {
  readonly #store: TripStore;
  #held: NearFences | null = null;
  #index: FenceIndex | null = null;

  constructor(store: TripStore) {
    this.#store = store;
  }

  /** Made ready at the first fix after waking and not before: most wakings are for something else. */
  get index(): FenceIndex {
    this.#index ??= indexFences(this.#read()?.fences.map(toFence) ?? []);
    return this.#index;
  }

  isOutdated(version: number, place: LatLng | null): boolean {
    return needsFences(this.#read(), version, place);
  }

  /** So far from where they were asked for that others may be near. */
  isBeyond(place: LatLng): boolean {
    return this.#held !== null && needsFences(this.#held, this.#held.version, place);
  }

  hold(fences: NearFences): void {
    // Two answers may overtake each other; the region never goes back.
    if (fences.version < (this.#read()?.version ?? 0)) return;
    this.#store.saveFences(fences);
    this.#held = fences;
    this.#index = null;
  }

  #read(): NearFences | null {
    this.#held ??= this.#store.fences();
    return this.#held;
  }
}

function toFence({ fenceId, shape, rules }: LiveFence): Fence {
  const { onEnter, onLeave, dwellMinutes } = rules;
  const dwellSeconds = dwellMinutes === null ? null : dwellMinutes * SECONDS_PER_MINUTE;
  return { fenceId, shape, onEnter, onLeave, dwellSeconds };
}
