import { setTimeout as wait } from "node:timers/promises";
import { updateShipments } from "../../src/protocol/api/shipment-batches.ts";
import type { DriverId, ShipmentId, TripId } from "../../src/protocol/ids.ts";
import { type Api, someDispatcher } from "../chaos/api.ts";
import { mapAtOnce } from "../chaos/at-once.ts";
import { Dice } from "../chaos/dice.ts";
import { ChaosDriver } from "../chaos/driver.ts";
import { Fleet, hire } from "../chaos/fleet.ts";
import { NO_FAULTS } from "../chaos/hostile-wire.ts";
import { checkStored } from "../chaos/invariants.ts";
import { PhoneClock } from "../chaos/phone-clock.ts";
import { readTrips } from "../chaos/read-postgres.ts";
import { addressOf } from "../chaos/socket-from.ts";
import type { World } from "../chaos/world.ts";
import { uuidOf } from "../../src/db/schema/columns.ts";
import { Ask } from "../sim/ask.ts";
import { Figures } from "../sim/figures.ts";
import { Door } from "./at-the-door.ts";
import { checkDays } from "./check-days.ts";
import { DayBook } from "./day-book.ts";
import { DayDriver } from "./day-driver.ts";
import { makeParcel, type Parcel } from "./day-parcels.ts";
import { DeskOfDay, type HandedIn } from "./hand-out.ts";
import { readDays, readSaid } from "./read-days.ts";

/** A van's day. */
const PARCELS_PER_DRIVER = 25;
/** On the plan when the driver starts; the others come while the round runs. */
const PLANNED_SHARE = 0.6;
const OPEN_TIMEOUT_MS = 60_000;
const QUIET_TIMEOUT_MS = 150_000;
const POLL_MS = 500;
const HANDED_OUT_AT_ONCE = 8;
const BULK = 200;

interface DaysWorld extends Pick<World, "ownerUrl" | "secrets" | "place"> {
  readonly api: Api;
  /** Where the runtime keeps objects and files. */
  readonly stateDir: string;
}

interface DaysPlan {
  readonly shipments: number;
  readonly drivers: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

interface DaysOutcome {
  readonly days: number;
  readonly seconds: number;
  readonly book: DayBook;
  readonly violations: readonly string[];
}

/** Whole days, one after the other and as fast as the machine can, through the product's own API and sockets. */
export async function runDays(world: DaysWorld, plan: DaysPlan): Promise<DaysOutcome> {
  const began = performance.now();
  const book = new DayBook();
  const dice = new Dice(plan.seed);
  const ids = await hire(world, plan.drivers);
  const fleets: Fleet[] = [];
  let left = plan.shipments;
  let again: readonly HandedIn[] = [];
  while (left > 0 || again.length > 0) {
    const fresh = Math.min(left, plan.drivers * PARCELS_PER_DRIVER);
    left -= fresh;
    const day = fleets.length + 1;
    const parcels = Array.from({ length: fresh }, (_, index) => makeParcel(dice, `day-${day}-${index}`));
    const work = new Day(world, { book, dice, ids, parcels, again });
    fleets.push(await work.run());
    plan.say(
      `day ${day}: ${fresh} parcels and ${again.length} once more, ${Math.round((performance.now() - began) / 1_000)} s`,
    );
    again = await work.bringBack(left > 0);
  }
  const violations = await checkAll(world, book, fleets);
  return { days: fleets.length, seconds: (performance.now() - began) / 1_000, book, violations };
}

interface DayPlan {
  readonly book: DayBook;
  readonly dice: Dice;
  readonly ids: readonly DriverId[];
  readonly parcels: readonly Parcel[];
  /** What nobody opened for the day before. */
  readonly again: readonly HandedIn[];
}

class Day {
  readonly #world: DaysWorld;
  readonly #plan: DayPlan;
  readonly #ask: Ask;
  readonly #desk: DeskOfDay;
  #handedIn: readonly HandedIn[] = [];

  constructor(world: DaysWorld, plan: DayPlan) {
    this.#world = world;
    this.#plan = plan;
    this.#ask = new Ask(world.api, addressOf(plan.dice.below(60_000)), new Figures());
    this.#desk = new DeskOfDay(this.#ask, world.place.regionId, plan.book);
  }

  async run(): Promise<Fleet> {
    const { ids, parcels, again, dice, book } = this.#plan;
    this.#handedIn = [...(await this.#desk.handIn(parcels)), ...again];
    const planned = this.#handedIn.filter((_, index) => index % 10 < PLANNED_SHARE * 10);
    const later = this.#handedIn.filter((parcel) => !planned.includes(parcel));
    const trips = await mapAtOnce([...ids.entries()], HANDED_OUT_AT_ONCE, async ([number, id]) =>
      this.#desk.openRound(
        id,
        planned.filter((_, index) => index % ids.length === number),
      ),
    );
    const troubles: string[] = [];
    const onTrouble = (cause: unknown): void => void troubles.push(String(cause));
    const { api } = this.#world;
    const drivers = await Promise.all(
      trips.map((trip, index) => {
        const own = { address: addressOf(index), clock: new PhoneClock(), dice: new Dice(dice.below(1e9)) };
        return ChaosDriver.make({ api, trip, faults: NO_FAULTS, onTrouble, ...own });
      }),
    );
    const fleet = new Fleet(
      drivers,
      trips.map(({ id }) => id),
      troubles,
    );
    fleet.start();
    await fleet.until(({ isOpen }) => isOpen, OPEN_TIMEOUT_MS);
    for (const driver of drivers) driver.hurry();
    await Promise.all(drivers.map((driver) => driver.drive(2)));
    await fleet.until(({ isSettled }) => isSettled, OPEN_TIMEOUT_MS);
    await mapAtOnce(later, HANDED_OUT_AT_ONCE, async (parcel) => this.#handOut(parcel, fleet.tripIds));
    const all = new Map(this.#handedIn.map((parcel) => [parcel.id, parcel]));
    const work = drivers.map(async (driver, index) => {
      const ask = new Ask(api, addressOf(index), new Figures());
      const its = new Dice(dice.below(1e9) + index);
      const door = new Door({ ask, url: api.url, book, dice: its });
      await new DayDriver(driver, { ask, door, book, dice: its, parcels: all }).work();
      await driver.complete();
    });
    await Promise.all(work);
    await fleet.until(({ isSettled }) => isSettled, OPEN_TIMEOUT_MS);
    fleet.stop();
    return fleet;
  }

  async #handOut(parcel: HandedIn, tripIds: readonly TripId[]): Promise<void> {
    const { dice, ids } = this.#plan;
    const number = dice.below(ids.length);
    const [driverId, other, tripId] = [ids[number], ids[(number + 1) % ids.length], tripIds[number]];
    if (!driverId || !other || !tripId) throw new Error("nobody works today");
    const way = dice.next();
    if (way < 0.4) return this.#desk.assign(parcel, { tripId });
    if (way < 0.6) return this.#desk.assign(parcel, { driverId });
    if (way < 0.75) return this.#desk.assignBest(parcel, driverId);
    return this.#desk.offer(parcel, [driverId, other], dice);
  }

  /** What nobody opened for is tried once more on another day; after that it comes back. */
  async bringBack(isAnotherDay: boolean): Promise<HandedIn[]> {
    const { again, book } = this.#plan;
    const waiting = this.#handedIn.filter(({ id }) => book.endings.get(id) === "waiting");
    const once = isAnotherDay ? waiting.filter((parcel) => !again.includes(parcel)) : [];
    await mapAtOnce(once, HANDED_OUT_AT_ONCE, async ({ id }) => this.#desk.tryAgain(id, QUIET_TIMEOUT_MS));
    const failed = waiting.filter((parcel) => !once.includes(parcel));
    for (let from = 0; from < failed.length; from += BULK) {
      const items = failed.slice(from, from + BULK).map(({ id }) => {
        return { shipmentId: id, report: { status: "returned", reason: "Back at the depot" } };
      });
      await this.#returned(items);
    }
    return once;
  }

  /** A failure that the trip has told and Postgres has not heard of is waited for. */
  async #returned(items: readonly { readonly shipmentId: ShipmentId }[]): Promise<void> {
    const deadline = performance.now() + QUIET_TIMEOUT_MS;
    let open = items;
    while (open.length > 0) {
      const asked = await this.#ask.ask(someDispatcher(), updateShipments, { body: { items: open } });
      if (!asked.ok) throw new Error(asked.error.code);
      const { items: outcomes } = asked.value;
      const back = outcomes.filter(({ outcome }) => outcome === "done").flatMap(({ shipmentId }) => shipmentId ?? []);
      for (const id of back) this.#plan.book.endings.set(id, "returned");
      open = open.filter(({ shipmentId }) => !back.includes(shipmentId));
      if (open.length > 0 && performance.now() > deadline) throw new Error(`${open.length} parcels never came back`);
      if (open.length > 0) await wait(POLL_MS);
    }
  }
}

/** Looks again until nothing is wrong, or for so long that it is not only late. */
async function checkAll(world: DaysWorld, book: DayBook, fleets: readonly Fleet[]): Promise<string[]> {
  const deadline = performance.now() + QUIET_TIMEOUT_MS;
  const logs = fleets.flatMap(({ drivers }) => drivers.map(({ log }) => log));
  const tripIds = fleets.flatMap((fleet) => fleet.tripIds);
  const byRequest = [...book.finishedByRequest].map((id) => uuidOf("stp", id));
  for (;;) {
    const said = await readSaid(world, await readTrips(world, tripIds), byRequest);
    const found = [
      ...checkStored(logs, said).map(({ invariant, tripId, detail }) => `${invariant} ${tripId} ${detail}`),
      ...checkDays(book, await readDays(world, world.stateDir)).map(
        ({ invariant, detail }) => `${invariant} ${detail}`,
      ),
      ...fleets.flatMap(({ troubles }) => troubles),
    ];
    if (found.length === 0 || performance.now() > deadline) return found;
    await wait(POLL_MS);
  }
}
