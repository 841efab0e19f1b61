import type { RegionStore } from "./region-store.ts";

interface ListingDeps {
  readonly list: () => Promise<void>;
  readonly later: (work: Promise<unknown>) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Has the census know of this region from its first socket on. */
export class ListedRegion {
  readonly #store: RegionStore;
  readonly #deps: ListingDeps;
  #isListed: boolean;
  #isAsking = false;

  constructor(store: RegionStore, deps: ListingDeps) {
    this.#store = store;
    this.#deps = deps;
    this.#isListed = store.isListed();
  }

  /** For every report and every socket that comes: once it is listed this is a comparison. */
  note(open: () => number): void {
    if (this.#isListed || this.#isAsking || open() === 0) return;
    this.#isAsking = true;
    this.#deps.later(this.#list());
  }

  /** Until the census has it. */
  async #list(): Promise<void> {
    try {
      await this.#deps.list();
      this.#store.saveListed();
      this.#isListed = true;
    } catch (error) {
      this.#deps.onFailure(error);
    }
    this.#isAsking = false;
  }
}
