import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { vi } from "vitest";
import { shardOf } from "../../../src/domain/region/ladder.ts";
import type { TripId } from "../../../src/protocol/ids.ts";
import type { ReportDemand } from "../../../src/protocol/live/trip-report.ts";
import { LOW, replicaAt, reportUp, shardAt, shows, truthOf } from "./ladder-fixture.ts";
import { MapClient, newTrip, openPlace, reportOf, type Place } from "./region-fixture.ts";

export const DRIVERS = 60;
export const VIEWERS = 5;
const DAY = 86_400_000;
export const LADDER = { ...LOW, tripsPerShard: 20 };

export type Step =
  | { kind: "drive"; from: number; count: number; stopsDone: number }
  | { kind: "finish"; n: number }
  | { kind: "region-sleeps" }
  | { kind: "replica-sleeps" | "replica-dies" | "round"; replica: number }
  | { kind: "shard-dies"; shard: number };

/** A region with all of its ladder: one map looks at it, two at each of its replicas. */
export class City {
  readonly place: Place;
  readonly trips: TripId[] = Array.from({ length: DRIVERS }, newTrip);
  maps: MapClient[] = [];
  #demand: ReportDemand = { watchers: 0, nextMs: 0 };
  #seq = 1;

  private constructor(place: Place) {
    this.place = place;
  }

  static async open(): Promise<City> {
    const city = new City(await openPlace(LADDER));
    await city.place.region.reportAll(city.trips.map((trip) => reportOf(trip, 1)));
    for (let viewer = 0; viewer < VIEWERS; viewer++) city.maps.push(await city.#watch());
    // These trips are no objects that could be asked: each tells by itself that it has heard of the maps.
    city.#demand = await city.place.region.reportAll(city.trips.map((trip) => reportOf(trip, (city.#seq += 1))));
    if (city.#demand.shards !== LADDER.shardsMax) throw new Error("the ladder is not up");
    return city;
  }

  async do(step: Step): Promise<void> {
    vi.setSystemTime(Date.now() + 6_000);
    await this.#comeBack();
    switch (step.kind) {
      case "drive":
        return this.#drive(step);
      case "finish":
        return this.#report(step.n, { status: "completed" }, true);
      case "region-sleeps":
        await this.#areQuiet();
        await this.#haveSaved();
        return evictDurableObject(this.place.region);
      case "replica-sleeps":
        return this.#sleep(replicaAt(this.place, step.replica), "hibernate");
      case "replica-dies":
        return this.#die(step.replica);
      case "round":
        return void (await runDurableObjectAlarm(replicaAt(this.place, step.replica)));
      case "shard-dies":
        return this.#sleep(shardAt(this.place, step.shard), "close");
    }
  }

  /** Everybody reports once more, so that what was on its way with a shard is told after all; then each replica is asked. */
  async settle(): Promise<void> {
    // In steps: nobody is to be thrown out because time leapt over an acknowledgement.
    for (let step = 0; step < 6; step++) {
      vi.setSystemTime(Date.now() + 6_000);
      await this.place.region.counters();
    }
    await Promise.all(this.trips.map(async (_, n) => this.#report(n, {}, true)));
    await this.#comeBack();
    for (let number = 0; number < LADDER.replicasMax; number++)
      await runDurableObjectAlarm(replicaAt(this.place, number));
  }

  /** Ends when each map shows what the region knows. A map that nobody pings for is thrown out as time leaps, and comes back. */
  async showTruth(): Promise<void> {
    do {
      await this.#comeBack();
      const truth = await truthOf(this.place);
      await Promise.all(this.maps.map(async (map) => map.until(() => map.closed !== null || shows(map, truth))));
    } while (this.maps.some(({ closed }) => closed !== null));
  }

  async #drive({ from: first, count, stopsDone }: Extract<Step, { kind: "drive" }>): Promise<void> {
    const driving = Array.from({ length: count }, (_, i) => (first + i) % DRIVERS);
    await Promise.all(driving.map(async (n) => this.#report(n, { stopsDone }, stopsDone > 0)));
  }

  async #report(n: number, changed: Parameters<typeof reportOf>[2], isNews: boolean): Promise<void> {
    const trip = this.trips[n];
    if (!trip) throw new Error("no such trip");
    this.#demand = await reportUp(this.place, reportOf(trip, (this.#seq += 1), changed), this.#demand, isNews);
  }

  /** A greeting saves the picture: otherwise a timer does it after eight seconds, for which the object stays awake. */
  async #haveSaved(): Promise<void> {
    await Promise.all(
      this.maps.map(async (map) => {
        const pictures = () => map.json.filter(({ type }) => type === "snapshot").length;
        const before = pictures();
        map.send({ type: "hello", version: 1, since: null });
        await map.until(() => pictures() > before || map.closed !== null);
      }),
    );
  }

  /** Only who is awake and waits for nothing can fall asleep. */
  async #sleep(stub: DurableObjectStub, webSockets: "hibernate" | "close"): Promise<void> {
    await this.#areQuiet();
    await evictDurableObject(stub, { webSockets });
  }

  async #areQuiet(): Promise<void> {
    // News takes along what waits for the end of a window, which may be half a second away.
    const first = [0, 1, 2].map((shard) => this.trips.findIndex((trip) => shardOf(trip, LADDER.shardsMax) === shard));
    await Promise.all(first.map(async (n) => this.#report(n, {}, true)));
    const isBusy = async (): Promise<boolean> => {
      const shards = [0, 1, 2].map(async (number) => (await shardAt(this.place, number).counters()).isBusy);
      const replicas = [0, 1].map(async (number) => (await replicaAt(this.place, number).counters()).isAsking);
      const region = this.place.region.counters().then(({ isTelling }) => isTelling);
      return (await Promise.all([...shards, ...replicas, region])).includes(true);
    };
    while (await isBusy());
  }

  async #die(number: number): Promise<void> {
    const { viewers } = await replicaAt(this.place, number).counters();
    await this.#sleep(replicaAt(this.place, number), "close");
    const gone = () => this.maps.filter(({ closed }) => closed !== null).length;
    while (gone() < viewers) await this.place.region.counters();
    await this.#comeBack();
  }

  async #comeBack(): Promise<void> {
    const gone = this.maps.filter(({ closed }) => closed !== null);
    this.maps = this.maps.filter(({ closed }) => closed === null);
    for (const _ of gone) this.maps.push(await this.#watch());
  }

  /** The region may have to find out first that whoever filled its replicas is gone. */
  async #watch(): Promise<MapClient> {
    for (;;) {
      vi.setSystemTime(Date.now() + 6_000);
      const map = await MapClient.connect(this.place, { authUntil: Date.now() + DAY });
      map.send({ type: "hello", version: 1, since: null });
      await map.until(() => map.closed !== null || map.replica.since !== null);
      if (map.closed === null) return map;
    }
  }
}
