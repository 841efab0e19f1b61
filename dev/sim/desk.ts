import type * as z from "zod";
import type { LatLng } from "../../src/domain/geo.ts";
import { ok, type Result } from "../../src/domain/result.ts";
import { type DriverDuty, setDriverAvailability } from "../../src/protocol/api/duty.ts";
import { createShipment } from "../../src/protocol/api/shipments.ts";
import { createTrackerToken } from "../../src/protocol/api/tracker-tokens.ts";
import { issueTrackingLink } from "../../src/protocol/api/tracking-links.ts";
import {
  cancelTrip,
  completeTrip,
  createTrip,
  failStop,
  finishStop,
  getTrip,
  listTrips,
  startTrip,
  type Trip,
} from "../../src/protocol/api/trips.ts";
import type { ShipmentId, StopId, TripId } from "../../src/protocol/ids.ts";
import { TripStatus } from "../../src/protocol/trip.ts";
import type { Person } from "../chaos/api.ts";
import type { Ask, Refusal } from "./ask.ts";
import type { CrewMember } from "./crew.ts";
import { type PlannedStop, placeOf } from "./model/plan-stops.ts";

const MINUTE_MS = 60_000;
/** What customers are promised: an hour around the time at which it should be there. */
const WINDOW_MS = 30 * MINUTE_MS;
const MINUTES_PER_STOP = 6;
const GRAMS = { least: 200, step: 350, kinds: 12 };

type Answered<Value> = Promise<Result<Value, Refusal>>;

/** What somebody at the desk does for one driver, over the product's own API. */
export class Desk {
  readonly #ask: Ask;
  readonly #person: Person;
  readonly #member: CrewMember;

  constructor(ask: Ask, person: Person, member: CrewMember) {
    this.#ask = ask;
    this.#person = person;
    this.#member = member;
  }

  /** The trip that an earlier run left, under way or still to begin. */
  async leftTrip(): Answered<Trip | null> {
    const { driverId } = this.#member;
    for (const status of [TripStatus.enum.active, TripStatus.enum.paused, TripStatus.enum.planned]) {
      const found = await this.#ask.ask(this.#person, listTrips, { query: { driverId, status, limit: "1" } });
      if (!found.ok) return found;
      const [trip] = found.value.items;
      if (!trip) continue;
      return status === "planned" ? this.#start(trip.id) : this.trip(trip.id);
    }
    return ok(null);
  }

  /** Takes in what is to be carried, plans the round and begins it. `label` makes its references unlike all others. */
  async openRound(stops: readonly PlannedStop[], label: string, now: number): Answered<Trip> {
    const { regionId } = this.#member.workplace;
    const planned = [];
    for (const [index, stop] of stops.entries()) {
      const shipment = await this.#ask.ask(this.#person, createShipment, {
        body: this.#parcel(stop, `${label}-${index + 1}`, now + (index + 1) * MINUTES_PER_STOP * MINUTE_MS),
      });
      if (!shipment.ok) return shipment;
      const { address, serviceSeconds } = stop;
      const { window } = this.#promise(now + (index + 1) * MINUTES_PER_STOP * MINUTE_MS);
      planned.push({ place: placeOf(address), window, serviceSeconds, shipments: [{ id: shipment.value.id }] });
    }
    const body = { regionId, driverId: this.#member.driverId, stops: planned };
    const trip = await this.#ask.ask(this.#person, createTrip, { body });
    return trip.ok ? this.#start(trip.value.id) : trip;
  }

  /** A trip with one place to go to and nothing to carry. */
  async openDuty(place: LatLng): Answered<Trip> {
    const { driverId, workplace } = this.#member;
    const body = { regionId: workplace.regionId, driverId, stops: [{ place }] };
    const trip = await this.#ask.ask(this.#person, createTrip, { body });
    return trip.ok ? this.#start(trip.value.id) : trip;
  }

  trip(tripId: TripId): Answered<Trip> {
    return this.#ask.ask(this.#person, getTrip, { params: { tripId } });
  }

  /** The driver has rung up and said so. */
  endStop(tripId: TripId, stopId: StopId, event: "finish" | "fail"): Answered<Trip> {
    const params = { tripId, stopId };
    return this.#ask.ask(this.#person, event === "finish" ? finishStop : failStop, { params, body: {} });
  }

  completeTrip(tripId: TripId): Answered<Trip> {
    return this.#ask.ask(this.#person, completeTrip, { params: { tripId } });
  }

  /** A shift has ended. */
  sendHome(): Answered<DriverDuty> {
    const { driverId } = this.#member;
    const body = { availability: "off_duty" as const, shiftEndsAt: null };
    return this.#ask.ask(this.#person, setDriverAvailability, { params: { driverId }, body });
  }

  cancelTrip(tripId: TripId): Answered<Trip> {
    return this.#ask.ask(this.#person, cancelTrip, { params: { tripId } });
  }

  async trackingUrl(shipmentId: ShipmentId): Answered<string> {
    const link = await this.#ask.ask(this.#person, issueTrackingLink, { params: { shipmentId }, body: {} });
    return link.ok ? ok(link.value.url) : link;
  }

  /** Shown once: whoever loses it needs another one. */
  async trackerSecret(): Answered<string> {
    const { driverId } = this.#member;
    const body = { name: "Simulated tracker" };
    const driver = { role: "driver" as const, id: driverId };
    const made = await this.#ask.ask(driver, createTrackerToken, { params: { driverId }, body });
    return made.ok ? ok(made.value.secret) : made;
  }

  #start(tripId: TripId): Answered<Trip> {
    return this.#ask.ask(this.#person, startTrip, { params: { tripId } });
  }

  #parcel({ address }: PlannedStop, reference: string, at: number): z.input<typeof createShipment.body> {
    const { tenant, regionId } = this.#member.workplace;
    return {
      regionId,
      reference,
      storeCode: tenant.storeCode,
      address: { street: address.street, city: tenant.regionName, details: String(address.number) },
      recipient: { name: `Customer ${reference}` },
      place: placeOf(address),
      weightG: GRAMS.least + GRAMS.step * (address.number % GRAMS.kinds),
      ...this.#promise(at),
    };
  }

  #promise(at: number): { window: { startsAt: number; endsAt: number } } {
    return { window: { startsAt: at - WINDOW_MS, endsAt: at + WINDOW_MS } };
  }
}
