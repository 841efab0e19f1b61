import { memo } from "../../platform/memo.ts";
import type { RegionPlace } from "../../platform/object-stubs.ts";
import type { CensusStore } from "./census-store.ts";

/** However many want to know: each region is asked once in this time. */
const COUNTED_MS = 5_000;
/** As many as a region wakes of its trips at once. */
const AT_ONCE = 50;

interface CensusDeps {
  readonly store: CensusStore;
  /** How many sockets are open there. */
  readonly ask: (place: RegionPlace) => Promise<number>;
  readonly onFailure: (error: unknown) => void;
}

/**
 * How many sockets are open in all regions. Which regions there are is stored; how many are open is asked of them when
 * somebody wants to know, so that a socket that opens or closes costs nothing.
 */
export class SocketCensus {
  readonly #deps: CensusDeps;
  readonly #shared = memo<number>(COUNTED_MS, () => Date.now());

  constructor(deps: CensusDeps) {
    this.#deps = deps;
  }

  list(place: RegionPlace): void {
    this.#deps.store.list(place);
  }

  async open(): Promise<number> {
    return this.#shared(async () => this.#count());
  }

  async #count(): Promise<number> {
    const places = this.#deps.store.places();
    let open = 0;
    for (let from = 0; from < places.length; from += AT_ONCE) {
      const counts = await Promise.all(places.slice(from, from + AT_ONCE).map(async (place) => this.#ask(place)));
      open += counts.reduce((sum, count) => sum + count, 0);
    }
    return open;
  }

  /** A region that cannot be asked has no socket that works. */
  async #ask(place: RegionPlace): Promise<number> {
    try {
      return await this.#deps.ask(place);
    } catch (error) {
      this.#deps.onFailure(error);
      return 0;
    }
  }
}
