import { setTimeout as wait } from "node:timers/promises";
import { updateShipments } from "../../src/protocol/api/shipment-batches.ts";
import type { Trip } from "../../src/protocol/api/trips.ts";
import type { DriverId, ShipmentId, TripId } from "../../src/protocol/ids.ts";
import { someDispatcher } from "../chaos/api.ts";
import { mapAtOnce } from "../chaos/at-once.ts";
import { Dice } from "../chaos/dice.ts";
import { Dispatcher } from "../chaos/dispatcher.ts";
import { ChaosDriver } from "../chaos/driver.ts";
import { Fleet } from "../chaos/fleet.ts";
import { NO_FAULTS } from "../chaos/hostile-wire.ts";
import { PhoneClock } from "../chaos/phone-clock.ts";
import { addressOf } from "../chaos/socket-from.ts";
import { Ask } from "../sim/ask.ts";
import { Figures } from "../sim/figures.ts";
import { Door } from "./at-the-door.ts";
import type { DayBook } from "./day-book.ts";
import { DayDriver } from "./day-driver.ts";
import type { Parcel } from "./day-parcels.ts";
import type { DaysWorld } from "./days-world.ts";
import { DeskOfDay, type HandedIn } from "./hand-out.ts";

/** On the plan when the driver starts; the others come while the round runs. */
const PLANNED_SHARE = 0.6;
const OPEN_TIMEOUT_MS = 60_000;
const RETURNED_TIMEOUT_MS = 150_000;
const POLL_MS = 500;
const HANDED_OUT_AT_ONCE = 8;
/** To whom one after the other is given that came after the plan. */
const WAYS = ["trip", "driver", "offer", "trip", "best", "driver", "offer", "trip"] as const;
/** Of what is planned: it waits in the shop when its driver sets out. */
const FETCHED_SHARE = 0.3;
/** Called off by its merchant before anybody has it in the van. */
const UNWANTED_SHARE = 0.15;
const BULK = 200;

interface DayPlan {
  readonly book: DayBook;
  readonly dice: Dice;
  readonly ids: readonly DriverId[];
  readonly parcels: readonly Parcel[];
  /** What nobody opened for the day before. */
  readonly again: readonly HandedIn[];
}

/** What becomes of what was handed in. */
interface Morning {
  readonly planned: readonly HandedIn[];
  readonly later: readonly HandedIn[];
  readonly fetched: ReadonlySet<HandedIn>;
  readonly unwanted: ReadonlySet<HandedIn>;
}

/** One day, from the merchants' list to what comes back in the evening. */
export class Day {
  readonly #world: DaysWorld;
  readonly #plan: DayPlan;
  readonly #ask: Ask;
  readonly #desk: DeskOfDay;
  /** What somebody who watched all day saw otherwise than it was. */
  readonly unlike: string[] = [];
  #handedIn: readonly HandedIn[] = [];

  constructor(world: DaysWorld, plan: DayPlan) {
    this.#world = world;
    this.#plan = plan;
    this.#ask = new Ask(world.api, addressOf(plan.dice.below(60_000)), new Figures());
    this.#desk = new DeskOfDay(this.#ask, world.place.regionId, plan.book);
  }

  async run(): Promise<Fleet> {
    const { parcels, again, dice, book } = this.#plan;
    this.#handedIn = [...(await this.#desk.handIn(parcels)), ...again];
    const morning = this.#morning();
    const trips = await this.#openRounds(morning);
    const watcher = new Dispatcher(this.#world);
    const fleet = await this.#goOut(trips);
    await this.#change(morning, fleet.tripIds);
    const { api } = this.#world;
    const all = new Map(this.#handedIn.map((parcel) => [parcel.id, parcel]));
    const work = fleet.drivers.map(async (driver, index) => {
      const ask = new Ask(api, addressOf(index), new Figures());
      const its = new Dice(dice.below(1e9) + index);
      const door = new Door({ ask, url: api.url, book, dice: its });
      await new DayDriver(driver, { ask, door, book, dice: its, parcels: all }).work();
    });
    await Promise.all(work);
    await fleet.until(({ isSettled }) => isSettled, OPEN_TIMEOUT_MS);
    await this.#look(watcher, fleet.tripIds);
    await Promise.all(fleet.drivers.map((driver) => driver.complete()));
    await fleet.until(({ isSettled }) => isSettled, OPEN_TIMEOUT_MS);
    fleet.stop();
    await this.#look(watcher, []);
    watcher.stop();
    this.unlike.push(...watcher.troubles);
    return fleet;
  }

  #morning(): Morning {
    const { again, dice } = this.#plan;
    const planned = this.#handedIn.filter((_, index) => index % 10 < PLANNED_SHARE * 10);
    return {
      planned,
      later: this.#handedIn.filter((parcel) => !planned.includes(parcel)),
      fetched: new Set(planned.filter((parcel) => !again.includes(parcel) && dice.chance(FETCHED_SHARE))),
      unwanted: new Set(this.#handedIn.filter(() => dice.chance(UNWANTED_SHARE))),
    };
  }

  async #openRounds({ planned, fetched, unwanted }: Morning): Promise<Trip[]> {
    const { ids, book } = this.#plan;
    return mapAtOnce([...ids.entries()], HANDED_OUT_AT_ONCE, async ([number, id]) => {
      const own = planned.filter((_, index) => index % ids.length === number);
      const trip = await this.#desk.openRound(id, own, {
        fetched: own.filter((parcel) => fetched.has(parcel)),
        unwanted: own.filter((parcel) => unwanted.has(parcel) && !fetched.has(parcel)),
      });
      const comes = own.filter((parcel) => book.endings.get(parcel.id) !== "cancelled");
      await this.#desk.tellWaiting(trip, comes);
      return trip;
    });
  }

  /** While all are out: more is handed out, and what waits in a shop or for a plan can still be called off. */
  async #change({ later, fetched, unwanted }: Morning, tripIds: readonly TripId[]): Promise<void> {
    const calledOff = [...later, ...fetched].filter((parcel) => unwanted.has(parcel));
    const handedOut = later.filter((parcel) => !unwanted.has(parcel));
    await Promise.all([
      mapAtOnce(calledOff, HANDED_OUT_AT_ONCE, async (parcel) => this.#desk.callOff(parcel)),
      mapAtOnce([...handedOut.entries()], HANDED_OUT_AT_ONCE, async ([index, parcel]) =>
        this.#handOut(parcel, WAYS[index % WAYS.length] ?? "trip", tripIds),
      ),
    ]);
  }

  /** Everybody is connected and has driven off. */
  async #goOut(trips: readonly Trip[]): Promise<Fleet> {
    const { dice } = this.#plan;
    const { api } = this.#world;
    const troubles: string[] = [];
    const onTrouble = (cause: unknown): void => void troubles.push(String(cause));
    const drivers = await Promise.all(
      trips.map((trip, index) => {
        const own = { address: addressOf(index), clock: new PhoneClock(), dice: new Dice(dice.below(1e9)) };
        return ChaosDriver.make({ api, trip, faults: NO_FAULTS, onTrouble, ...own });
      }),
    );
    const tripIds = trips.map(({ id }) => id);
    const fleet = new Fleet(drivers, tripIds, troubles);
    fleet.start();
    await fleet.until(({ isOpen }) => isOpen, OPEN_TIMEOUT_MS);
    for (const driver of drivers) driver.hurry();
    await Promise.all(drivers.map((driver) => driver.drive(2)));
    await fleet.until(({ isSettled }) => isSettled, OPEN_TIMEOUT_MS);
    return fleet;
  }

  async #look(watcher: Dispatcher, tripIds: readonly TripId[]): Promise<void> {
    for (const { invariant, tripId, detail } of await watcher.differences(tripIds))
      this.unlike.push(`${invariant} ${tripId} ${detail}`);
  }

  async #handOut(parcel: HandedIn, way: (typeof WAYS)[number], tripIds: readonly TripId[]): Promise<void> {
    const { dice, ids } = this.#plan;
    const number = dice.below(ids.length);
    const [driverId, other, tripId] = [ids[number], ids[(number + 1) % ids.length], tripIds[number]];
    if (!driverId || !other || !tripId) throw new Error("nobody works today");
    switch (way) {
      case "trip":
        return this.#desk.assign(parcel, { tripId });
      case "driver":
        return this.#desk.assign(parcel, { driverId });
      case "best":
        return this.#desk.assignBest(parcel, driverId);
      case "offer":
        return this.#desk.offer(parcel, [driverId, other], dice);
    }
  }

  /** What nobody opened for is tried once more on another day; after that it comes back. */
  async bringBack(isAnotherDay: boolean): Promise<HandedIn[]> {
    const { again, book } = this.#plan;
    const waiting = this.#handedIn.filter(({ id }) => book.endings.get(id) === "waiting");
    const once = isAnotherDay ? waiting.filter((parcel) => !again.includes(parcel)) : [];
    await mapAtOnce(once, HANDED_OUT_AT_ONCE, async ({ id }) => this.#desk.tryAgain(id, RETURNED_TIMEOUT_MS));
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
    const deadline = performance.now() + RETURNED_TIMEOUT_MS;
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
