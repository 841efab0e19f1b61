import { batch, signal } from "@preact/signals";
import type { ViewState } from "../../../domain/live-client/view-state.ts";
import type { LiveDriver } from "../../../protocol/live/dispatch-down.ts";
import type { Sos } from "../../../protocol/sos.ts";
import type { RegionClient, RegionEars } from "../live/region-client.ts";
import { atMostEach } from "./at-most-each.ts";

/** A reader follows four changes a second at most; each of them looks at every driver. */
const LIST_EACH_MS = 250;
/** As often as the region sends: more often there is nothing new to draw. */
const MAP_EACH_MS = 100;
/** Ages are told in whole seconds. */
const TICK_MS = 1_000;
/** The code of the connection did not arrive. */
const LOAD_AGAIN_MS = 5_000;

/** Loads the code of the connection, which is larger than a page. */
type LoadClient = () => Promise<(ears: RegionEars) => RegionClient>;

/** A region as it is now: for lists a few times a second, for the map as it comes. */
export class RegionPicture {
  /** Null until the first picture is complete. */
  readonly drivers = signal<readonly LiveDriver[] | null>(null);
  readonly calls = signal<readonly Sos[]>([]);
  readonly state = signal<ViewState>("connecting");
  /** The server's time at the last refresh, in the same step as `drivers`. */
  readonly now = signal(Date.now());
  /** When the picture was last known to be right. */
  readonly heardAt = signal<number | null>(null);
  readonly #load: LoadClient;
  readonly #moved = new Set<() => void>();
  readonly #forList = atMostEach(LIST_EACH_MS, () => this.#refreshList());
  readonly #forMap = atMostEach(MAP_EACH_MS, () => this.#refreshMap());
  #client: RegionClient | null = null;

  constructor(load: LoadClient) {
    this.#load = load;
  }

  readonly serverNow = (): number => this.#client?.serverNow() ?? Date.now();

  /** Everybody, at this very moment. */
  everybody(): Iterable<LiveDriver> {
    return this.#client?.replica.drivers() ?? [];
  }

  /** The answer ends it. */
  onMoved(listener: () => void): () => void {
    this.#moved.add(listener);
    return () => this.#moved.delete(listener);
  }

  open(): () => void {
    const ending = new AbortController();
    void this.#connect(ending.signal);
    const ticking = setInterval(() => this.#refresh(), TICK_MS);
    return () => {
      ending.abort();
      clearInterval(ticking);
      this.#forList.stop();
      this.#forMap.stop();
      this.#client?.stop();
      this.#client = null;
    };
  }

  /** After it ended. */
  again(): void {
    this.#client?.start();
  }

  async #connect(open: AbortSignal): Promise<void> {
    if (open.aborted) return;
    try {
      const openClient = await this.#load();
      if (open.aborted) return;
      this.#client = openClient({
        onState: (state) => {
          this.state.value = state;
        },
        onChange: () => {
          this.heardAt.value = this.serverNow();
          this.#refresh();
        },
        onTrouble: reportError,
      });
      this.#client.start();
    } catch {
      // Without a network the code does not arrive either; it is asked for until it does.
      this.state.value = "offline";
      setTimeout(() => void this.#connect(open), LOAD_AGAIN_MS);
    }
  }

  #refresh(): void {
    this.#forList.ask();
    this.#forMap.ask();
  }

  #refreshList(): void {
    batch(() => {
      this.now.value = this.serverNow();
      if (this.#client && this.calls.value !== this.#client.calls) this.calls.value = this.#client.calls;
      if (this.#client?.replica.since) this.drivers.value = [...this.#client.replica.drivers()];
    });
  }

  #refreshMap(): void {
    for (const listener of this.#moved) listener();
  }
}
