import { setTimeout as wait } from "node:timers/promises";
import { API_BASE } from "../../src/protocol/api/endpoint.ts";
import { issueLiveTicket } from "../../src/protocol/api/live.ts";
import type { TripId } from "../../src/protocol/ids.ts";
import { fetchHttp, type Http } from "../../src/web/shared/live/http.ts";
import { createRegionClient, type RegionClient } from "../../src/web/shared/live/region-client.ts";
import { type Api, type Place, someDispatcher } from "./api.ts";
import { checkPicture, type Violation } from "./invariants.ts";
import { socketFrom } from "./socket-from.ts";
import type { World } from "./world.ts";

/** The desk's network, apart from the phones'. */
const DESK_ADDRESS = "10.255.255.1";
const POLL_MS = 250;
/** A map mends itself with the next checksum, 30 s later at most; a trip reports once a minute when nothing happens. */
const SAME_TIMEOUT_MS = 100_000;

type Watched = Pick<World, "api"> & { readonly place: Place };

/** Somebody who looks at the map all the time, with the product's own client. */
export class Dispatcher {
  readonly troubles: string[] = [];
  readonly #world: Watched;
  readonly #client: RegionClient;

  constructor(world: Watched) {
    const { api, place } = world;
    this.#world = world;
    this.#client = createRegionClient(
      {
        baseUrl: api.url,
        regionId: place.regionId,
        http: deskHttp(api, place.regionId),
        renew: () => Promise.resolve(),
        native: true,
        openSocket: socketFrom(DESK_ADDRESS),
      },
      {
        onState: () => {},
        onChange: () => {},
        onTrouble: (cause) => void this.troubles.push(String(cause)),
      },
    );
    this.#client.start();
  }

  stop(): void {
    this.#client.stop();
  }

  /** What is still another than for somebody who opens the map now, after it had the time to mend itself. */
  async differences(present: readonly TripId[]): Promise<Violation[]> {
    const began = performance.now();
    for (;;) {
      const fresh = await this.#world.api.region();
      const listed = new Set(fresh.map(({ tripId }) => tripId));
      const missing = present.filter((tripId) => !listed.has(tripId));
      const found = [
        ...checkPicture([...this.#client.replica.drivers()], fresh),
        ...missing.map((tripId) => ({ invariant: "I7" as const, tripId, detail: "is on duty and not in the region" })),
      ];
      if (found.length === 0 || performance.now() - began > SAME_TIMEOUT_MS) return found;
      await wait(POLL_MS);
    }
  }
}

/** Tickets are made out like the drivers'; everything else is asked for over the wire. */
function deskHttp(api: Api, place: Place["regionId"]): Http {
  const who = someDispatcher();
  return async (ask) => {
    if (ask.path === API_BASE + issueLiveTicket.path)
      return { status: 201, etag: null, retryAfterMs: null, body: await api.ticket(who, place) };
    const token = await api.token(who);
    return fetchHttp(api.url, { token: () => token, renew: () => Promise.resolve() })(ask);
  };
}
