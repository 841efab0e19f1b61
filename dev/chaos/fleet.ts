import { setTimeout as wait } from "node:timers/promises";
import { uuidv7 } from "uuidv7";
import { DriverId, type TripId } from "../../src/protocol/ids.ts";
import { addDriver } from "../driver-rows.ts";
import { withClient } from "../migrate.ts";
import { quantile } from "../quantile.ts";
import { inTenant, wireId } from "../tenant-rows.ts";
import { mapAtOnce } from "./at-once.ts";
import { Dice } from "./dice.ts";
import { ChaosDriver } from "./driver.ts";
import type { WireFaults } from "./hostile-wire.ts";
import { PhoneClock } from "./phone-clock.ts";
import { addressOf } from "./socket-from.ts";
import type { World } from "./world.ts";

const POLL_MS = 50;
const STARTED_AT_ONCE = 16;
/** Trips that are opened at once; more only wait for each other on two cores. */
const OPENED_AT_ONCE = 8;

export interface FleetOptions {
  readonly drivers: number;
  readonly seed: number;
  readonly faults: WireFaults;
  /** Right ones, unless said. */
  readonly clock?: (index: number) => PhoneClock;
}

/** Drivers on duty, none of them connected yet. */
export async function makeFleet(
  world: Pick<World, "api" | "ownerUrl" | "secrets" | "place">,
  options: FleetOptions,
): Promise<Fleet> {
  const { drivers, seed, faults, clock = () => new PhoneClock() } = options;
  const ids = await hire(world, drivers);
  const trips = await mapAtOnce(ids, OPENED_AT_ONCE, async (id) => world.api.openTrip(id));
  const troubles: string[] = [];
  const onTrouble = (cause: unknown): void => void troubles.push(String(cause));
  const { api } = world;
  const made = trips.map((trip, index) => {
    const own = { address: addressOf(index), clock: clock(index), dice: new Dice(seed + index) };
    return ChaosDriver.make({ api, trip, faults, onTrouble, ...own });
  });
  return new Fleet(
    await Promise.all(made),
    trips.map(({ id }) => id),
    troubles,
  );
}

export class Fleet {
  readonly drivers: readonly ChaosDriver[];
  readonly tripIds: readonly TripId[];
  /** What the client library could not explain to itself. */
  readonly troubles: readonly string[];

  constructor(drivers: readonly ChaosDriver[], tripIds: readonly TripId[], troubles: readonly string[]) {
    this.drivers = drivers;
    this.tripIds = tripIds;
    this.troubles = troubles;
  }

  get said(): number {
    return sum(this.drivers.map(({ log }) => log.fixes.said.size));
  }

  get acked(): number {
    return sum(this.drivers.map(({ log }) => log.fixes.acked));
  }

  get actions(): number {
    return sum(this.drivers.map(({ log }) => log.actions.acked));
  }

  get reconnects(): number {
    return sum(this.drivers.map(({ reconnects }) => Math.max(0, reconnects - 1)));
  }

  get sentTwice(): number {
    return sum(this.drivers.map((driver) => driver.sentTwice));
  }

  start(): void {
    for (const driver of this.drivers) driver.start();
  }

  /** So many at a time, as people come to work: all at once is what a run wants to see later, not here. */
  async startInTurns(timeoutMs: number): Promise<void> {
    await mapAtOnce(this.drivers, STARTED_AT_ONCE, async (driver) => {
      driver.start();
      await this.#until([driver], ({ isOpen }) => isOpen, timeoutMs);
    });
  }

  stop(): void {
    for (const driver of this.drivers) driver.stop();
  }

  /** How long an acknowledgement took that was asked for within these times, at the given share of all. */
  ackMs(share: number, from = 0, to = Number.POSITIVE_INFINITY): number {
    const delays = this.drivers.flatMap((one) => one.delays).filter(({ at }) => at >= from && at < to);
    const found = quantile(
      delays.map(({ ms }) => ms),
      share,
    );
    return Math.round(found ?? Number.NaN);
  }

  /** Milliseconds until it is so for all. */
  until(isSo: (driver: ChaosDriver) => boolean, timeoutMs: number): Promise<number> {
    return this.#until(this.drivers, isSo, timeoutMs);
  }

  async #until(
    drivers: readonly ChaosDriver[],
    isSo: (driver: ChaosDriver) => boolean,
    timeoutMs: number,
  ): Promise<number> {
    const began = performance.now();
    while (!drivers.every(isSo)) {
      if (performance.now() - began > timeoutMs) {
        const late = drivers.filter((driver) => !isSo(driver));
        const where = [...Map.groupBy(late, ({ whereabouts }) => whereabouts)].map(
          ([is, all]) => `${all.length} ${is}`,
        );
        throw new Error(
          `${late.length} of ${drivers.length} drivers are not there after ${timeoutMs / 1_000} s: ${where.join(", ")}`,
        );
      }
      await wait(POLL_MS);
    }
    return performance.now() - began;
  }
}

export async function hire(
  { ownerUrl, secrets, place }: Pick<World, "ownerUrl" | "secrets" | "place">,
  count: number,
): Promise<DriverId[]> {
  const { regionUuid, tenant } = place;
  return withClient(ownerUrl(), (client) =>
    inTenant(
      (text, values) => client.query(text, values),
      secrets,
      tenant,
      async (rows) => {
        const hired: DriverId[] = [];
        for (let number = 0; number < count; number++) {
          const uuid = uuidv7();
          const id = DriverId.parse(wireId("drv", uuid));
          await addDriver(rows, { uuid, regionUuid, name: `Driver ${number}`, phone: id, vehicle: null });
          hired.push(id);
        }
        return hired;
      },
    ),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
