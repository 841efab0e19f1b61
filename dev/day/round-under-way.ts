import { distanceM, type LatLng } from "../../src/domain/geo.ts";
import { putLocation } from "../../src/protocol/api/positions.ts";
import { arriveStop, getTrip, startTrip, type Trip } from "../../src/protocol/api/trips.ts";
import { TripId } from "../../src/protocol/ids.ts";
import { must } from "../days/hand-out.ts";
import { DEMO_DOORS } from "./demo-doors.ts";
import type { DayPlace } from "./day-place.ts";
import { AT_THE_DOOR } from "./plan-day.ts";

const NOT_FOUND = 404;
const ACCURACY_M = 6;
/** Further than where a driver counts as being there, and near enough for the customer to find the shoes. */
const NEAR_M = { least: 100, most: 500 };

/** A round of the seeded day that has begun: its driver stands at the first door, or is on the way there. */
export class RoundUnderWay {
  readonly #place: DayPlace;
  readonly #row: number;
  #spot: LatLng | null = null;

  constructor(place: DayPlace, row: number) {
    this.#place = place;
    this.#row = row;
  }

  /** What was begun is begun, and what people made of it meanwhile stays. False where there is nothing to do. */
  async begin(): Promise<boolean> {
    const { ask, desk, id } = this.#place;
    const params = { tripId: TripId.parse(id("trip", this.#row)) };
    const found = await ask.ask(desk, getTrip, { params });
    // A day that was seeded before there were such rounds.
    if (!found.ok && found.error.status === NOT_FOUND) return false;
    const seen = must(found);
    const trip = seen.status === "planned" ? must(await ask.ask(desk, startTrip, { params })) : seen;
    const [first] = trip.stops;
    if (trip.status !== "active" || !first) return false;
    this.#spot = this.#isAtTheDoor ? first : this.#near(first);
    await this.tell(Date.now());
    if (this.#isAtTheDoor) await this.#arrive(trip);
    return seen.status === "planned";
  }

  /** A driver who says nothing for minutes would be shown as lost. */
  async tell(timestamp: number): Promise<void> {
    if (!this.#spot) return;
    const { ask, driver } = this.#place;
    const { lat, lng } = this.#spot;
    const person = driver(this.#row);
    const body = { lat, lng, accuracy: ACCURACY_M, speed: 0, timestamp };
    const told = await ask.ask(person, putLocation, { params: { driverId: person.id }, body });
    // Somebody has ended the round.
    if (!told.ok) this.#spot = null;
  }

  get #isAtTheDoor(): boolean {
    return this.#row === AT_THE_DOOR;
  }

  async #arrive({ id: tripId, stops: [first] }: Trip): Promise<void> {
    if (!first || (first.status !== "pending" && first.status !== "en_route")) return;
    const { ask, driver } = this.#place;
    must(await ask.ask(driver(this.#row), arriveStop, { params: { tripId, stopId: first.stopId }, body: {} }));
  }

  #near(door: LatLng): LatLng {
    const isNear = (other: LatLng): boolean => {
      const awayM = distanceM(door, other);
      return awayM >= NEAR_M.least && awayM <= NEAR_M.most;
    };
    const spot = DEMO_DOORS[this.#place.tenant.city].find(isNear);
    if (!spot) throw new Error("no door is near the first one of a round under way");
    return spot;
  }
}
