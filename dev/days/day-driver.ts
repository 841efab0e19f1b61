import { finishStop, getTrip, type Trip } from "../../src/protocol/api/trips.ts";
import type { ShipmentId } from "../../src/protocol/ids.ts";
import type { TripStop } from "../../src/protocol/live/trip-brief.ts";
import type { NamedProof } from "../../src/protocol/proof.ts";
import type { Dice } from "../chaos/dice.ts";
import type { ChaosDriver } from "../chaos/driver.ts";
import type { Ask } from "../sim/ask.ts";
import type { Door } from "./at-the-door.ts";
import type { DayBook } from "./day-book.ts";
import { type HandedIn, must } from "./hand-out.ts";

const FAILED_SHARE = 0.06;
/** Finished by the app's own request, with the proof that it needs; the others by the numbered stream. */
const BY_REQUEST_SHARE = 0.3;
const FIXES_BETWEEN = 3;
/** What is open when a round was gone through was given to it meanwhile. */
const ROUNDS_MAX = 5;

interface Tools {
  readonly ask: Ask;
  readonly door: Door;
  readonly book: DayBook;
  readonly dice: Dice;
  readonly parcels: ReadonlyMap<ShipmentId, HandedIn>;
}

/** One driver's day: to each door, and what is done there. */
export class DayDriver {
  readonly #driver: ChaosDriver;
  readonly #tools: Tools;

  constructor(driver: ChaosDriver, tools: Tools) {
    this.#driver = driver;
    this.#tools = tools;
  }

  async work(): Promise<void> {
    const done = new Set<string>();
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const open = (await this.#trip()).stops.filter(({ stopId }) => !done.has(stopId));
      if (open.length === 0) return;
      for (const stop of open) {
        await this.#driver.drive(FIXES_BETWEEN);
        await this.#serve(stop);
        done.add(stop.stopId);
      }
    }
  }

  async #trip(): Promise<Trip> {
    const { id: tripId } = this.#driver.trip;
    return must(await this.#tools.ask.ask(this.#person, getTrip, { params: { tripId } }));
  }

  get #person() {
    return { role: "driver" as const, id: this.#driver.trip.driverId };
  }

  async #serve({ stopId, shipments }: TripStop): Promise<void> {
    const { book, dice, parcels, door } = this.#tools;
    if (shipments.some(({ action }) => action === "pickup")) return this.#tell(stopId, "finish", null);
    const [parcel] = shipments.flatMap(({ shipmentId }) => parcels.get(shipmentId) ?? []);
    if (!parcel) throw new Error("a stop without a parcel of this day");
    if (dice.chance(FAILED_SHARE)) {
      await this.#tell(stopId, "fail", "Nobody opened");
      book.counts.failed += 1;
      return;
    }
    const isByRequest = dice.chance(BY_REQUEST_SHARE);
    if (!isByRequest) await this.#tell(stopId, "arrive", null);
    const paid = await door.collect(this.#person, parcel);
    const cashDue = parcel.parcel.due !== null && paid === "proof";
    const proofId = await door.prove(this.#person, parcel, cashDue);
    if (!isByRequest || !book.proofs.get(proofId)?.isComplete)
      await this.#tell(stopId, "finish", null, [{ shipmentId: parcel.id, proofId }]);
    else {
      book.finishedByRequest.add(stopId);
      const params = { tripId: this.#driver.trip.id, stopId };
      must(await this.#tools.ask.ask(this.#person, finishStop, { params, body: { proofId } }));
    }
    book.endings.set(parcel.id, "delivered");
  }

  async #tell(
    stopId: TripStop["stopId"],
    event: "arrive" | "finish" | "fail",
    reason: string | null,
    proofs: NamedProof[] = [],
  ): Promise<void> {
    await this.#driver.tell((at) => ({ type: "stop:statusUpdate", at, stopId, event, reason, proofs }));
  }
}
