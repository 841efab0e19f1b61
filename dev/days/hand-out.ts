import { setTimeout as wait } from "node:timers/promises";
import { assignShipment, reattemptShipment } from "../../src/protocol/api/assign.ts";
import { acceptOffer, createOffer, declineOffer, type Offer } from "../../src/protocol/api/offers.ts";
import { notifyRoute } from "../../src/protocol/api/routes.ts";
import { createShipments } from "../../src/protocol/api/shipment-batches.ts";
import { cancelShipment } from "../../src/protocol/api/shipments.ts";
import { createTrip, startTrip, type Trip } from "../../src/protocol/api/trips.ts";
import type { DriverId, RegionId, ShipmentId } from "../../src/protocol/ids.ts";
import { someDispatcher } from "../chaos/api.ts";
import type { Dice } from "../chaos/dice.ts";
import type { Result } from "../../src/domain/result.ts";
import type { Ask, Refusal } from "../sim/ask.ts";
import type { DayBook } from "./day-book.ts";
import { handedIn, type Parcel } from "./day-parcels.ts";

/** A merchant's morning list. */
const BATCH = 100;
const SERVICE_SECONDS = 60;
/** South of all doors. */
const SHOP_LAT = 52.39;
const DECLINED_SHARE = 0.3;
const TRIES = 10;
const POLL_MS = 500;

export interface HandedIn {
  readonly id: ShipmentId;
  readonly parcel: Parcel;
}

interface Special {
  /** What the driver comes for to the shop first. */
  readonly fetched: readonly HandedIn[];
  readonly unwanted: readonly HandedIn[];
}

const NOTHING: Special = { fetched: [], unwanted: [] };

/** What somebody at the desk does in the morning, over the product's own API. */
export class DeskOfDay {
  readonly #ask: Ask;
  readonly #regionId: RegionId;
  readonly #book: DayBook;

  constructor(ask: Ask, regionId: RegionId, book: DayBook) {
    this.#ask = ask;
    this.#regionId = regionId;
    this.#book = book;
  }

  async handIn(parcels: readonly Parcel[]): Promise<HandedIn[]> {
    const all: HandedIn[] = [];
    for (let from = 0; from < parcels.length; from += BATCH) {
      const some = parcels.slice(from, from + BATCH);
      const items = some.map((parcel) => handedIn(parcel, this.#regionId));
      const { items: outcomes } = must(await this.#ask.ask(someDispatcher(), createShipments, { body: { items } }));
      for (const [index, { shipmentId, problem }] of outcomes.entries()) {
        const parcel = some[index];
        if (!parcel || !shipmentId) throw new Error(`a parcel was refused: ${problem?.code ?? "no word"}`);
        this.#book.endings.set(shipmentId, "waiting");
        all.push({ id: shipmentId, parcel });
      }
    }
    return all;
  }

  /** A round with these parcels, some of which wait in the shop, begun while merchants call others off. */
  async openRound(driverId: DriverId, parcels: readonly HandedIn[], { fetched, unwanted } = NOTHING): Promise<Trip> {
    const stop = { serviceSeconds: SERVICE_SECONDS };
    const stops = [
      ...fetched.map(({ id, parcel }) => ({
        ...stop,
        place: { ...parcel.place, lat: SHOP_LAT },
        shipments: [{ id, action: "pickup" }],
      })),
      ...parcels.map(({ id, parcel }) => ({ ...stop, place: parcel.place, shipments: [{ id, action: "dropoff" }] })),
    ];
    const body = { regionId: this.#regionId, driverId, stops };
    const trip = must(await this.#ask.ask(someDispatcher(), createTrip, { body }));
    this.#book.counts.planned += parcels.length;
    const params = { tripId: trip.id };
    const start = insist(async () => this.#ask.ask(someDispatcher(), startTrip, { params }));
    await Promise.all(unwanted.map(async (parcel) => this.callOff(parcel)));
    return must(await start);
  }

  /** Until a driver has it in the van: then it comes after all. */
  async callOff({ id: shipmentId }: HandedIn): Promise<void> {
    const params = { shipmentId };
    const asked = await insist(async () => this.#ask.ask(someDispatcher(), cancelShipment, { params, body: {} }));
    if (!asked.ok && asked.error.code !== "not-allowed-now") must(asked);
    this.#book.counts[asked.ok ? "calledOff" : "tooLate"] += 1;
    if (asked.ok) this.#book.endings.set(shipmentId, "cancelled");
  }

  /** Everybody who waits is told that it comes; asked for twice, as a desk does that doubts, they are told once. */
  async tellWaiting({ id: tripId }: Trip, parcels: readonly HandedIn[]): Promise<void> {
    this.#book.awaited.set(
      tripId,
      parcels.map(({ id }) => id),
    );
    const given = { params: { tripId }, body: { template: "on-the-way" } };
    for (let asked = 0; asked < 2; asked++) must(await this.#ask.ask(someDispatcher(), notifyRoute, given));
  }

  async assign({ id: shipmentId }: HandedIn, to: { tripId: Trip["id"] } | { driverId: DriverId }): Promise<void> {
    const given = { params: { shipmentId }, body: to };
    must(await insist(async () => this.#ask.ask(someDispatcher(), assignShipment, given)));
    this.#book.counts.assigned += 1;
  }

  /** To whoever a rule finds; to this driver where it finds nobody. */
  async assignBest(parcel: HandedIn, driverId: DriverId): Promise<void> {
    const asked = { params: { shipmentId: parcel.id }, body: { auto: "nearest" } };
    const found = await this.#ask.ask(someDispatcher(), assignShipment, asked);
    if (found.ok) this.#book.counts.auto += 1;
    else await this.assign(parcel, { driverId });
  }

  /** A failure that the trip has told and Postgres has not heard of is waited for. */
  async tryAgain(shipmentId: ShipmentId, timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const asked = await this.#ask.ask(someDispatcher(), reattemptShipment, { params: { shipmentId }, body: {} });
      if (asked.ok) break;
      if (asked.error.code !== "not-allowed-now" || performance.now() > deadline) must(asked);
      await wait(POLL_MS);
    }
    this.#book.counts.again += 1;
  }

  /** To one driver after the other, until one takes it; where nobody does, the first one is told to. */
  async offer(parcel: HandedIn, driverIds: readonly [DriverId, ...DriverId[]], dice: Dice): Promise<void> {
    const { id: shipmentId } = parcel;
    const body = { to: { driverIds }, answerSeconds: 600 };
    let offer: Offer = must(await this.#ask.ask(someDispatcher(), createOffer, { params: { shipmentId }, body }));
    while (offer.state === "offered" && offer.asked) {
      const driver = { role: "driver" as const, id: offer.asked.driverId };
      const declines = dice.chance(DECLINED_SHARE);
      const endpoint = declines ? declineOffer : acceptOffer;
      const given = { params: { offerId: offer.id } };
      offer = must(await insist(async () => this.#ask.ask(driver, endpoint, given)));
      if (declines) this.#book.counts.declined += 1;
    }
    if (offer.state === "accepted") this.#book.counts.offered += 1;
    else await this.assign(parcel, { driverId: driverIds[0] });
  }
}

/** Many give the same trip something at once: whoever is told that the plan has changed tries again. */
async function insist<Value>(ask: () => Promise<Result<Value, Refusal>>): Promise<Result<Value, Refusal>> {
  let asked = await ask();
  for (let tries = 1; !asked.ok && asked.error.code === "version-conflict" && tries < TRIES; tries++)
    asked = await ask();
  return asked;
}

export function must<Value>(result: { ok: true; value: Value } | { ok: false; error: { code: string } }): Value {
  if (!result.ok) throw new Error(`the API refused: ${result.error.code}`);
  return result.value;
}
