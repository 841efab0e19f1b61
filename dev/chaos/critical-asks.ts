import { setTimeout as wait } from "node:timers/promises";
import { uuidv7 } from "uuidv7";
import { putLocation } from "../../src/protocol/api/positions.ts";
import { getRegionSnapshot } from "../../src/protocol/api/regions-live.ts";
import { closeSos, listSos, raiseSos } from "../../src/protocol/api/sos.ts";
import { getTrip } from "../../src/protocol/api/trips.ts";
import { messageOf } from "../message-of.ts";
import { wireId } from "../tenant-rows.ts";
import { type Person, someDispatcher } from "./api.ts";
import { hire } from "./fleet.ts";
import type { World } from "./world.ts";

const PAUSE_MS = 200;
const DOOR = { lat: 52.5, lng: 13.4 } as const;

/** What has to work whatever the database does, asked for by people of whom the rest of the run knows nothing. */
export class CriticalAsks {
  asked = 0;
  readonly refused: string[] = [];
  readonly #world: World;
  readonly #asks: readonly (() => Promise<unknown>)[];
  readonly #sosId: string;

  private constructor(world: World, driver: Person, tripId: string) {
    this.#world = world;
    this.#sosId = wireId("sos", uuidv7());
    const { api, place } = world;
    const onTrip = { ...getTrip, path: getTrip.path.replace(":tripId", tripId) };
    const ofRegion = { ...getRegionSnapshot, path: getRegionSnapshot.path.replace(":regionId", place.regionId) };
    const ofDriver = { ...putLocation, path: putLocation.path.replace(":driverId", driver.id) };
    this.#asks = [
      () => api.ask(driver, ofDriver, { ...DOOR, timestamp: Date.now() }),
      () => api.ask(someDispatcher(), ofRegion),
      () => api.ask(driver, onTrip),
      () => api.ask(driver, raiseSos, { id: this.#sosId, ...DOOR }),
      () => api.ask(someDispatcher(), { ...listSos, path: `${listSos.path}?state=open` }),
    ];
  }

  static async open(world: World): Promise<CriticalAsks> {
    const [id] = await hire(world, 1);
    if (!id) throw new Error("nobody drives");
    const { id: tripId } = await world.api.openTrip(id);
    return new CriticalAsks(world, { role: "driver", id }, tripId);
  }

  /** One after the other, until told to stop. */
  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const ask of this.#asks) {
        this.asked += 1;
        await ask().catch((cause: unknown) => this.refused.push(messageOf(cause)));
        await wait(PAUSE_MS);
      }
    }
  }

  /** Nobody needs help any more. */
  async close(): Promise<void> {
    const path = closeSos.path.replace(":sosId", this.#sosId);
    await this.#world.api.ask(someDispatcher(), { ...closeSos, path }, { note: "It was a drill." });
  }
}
