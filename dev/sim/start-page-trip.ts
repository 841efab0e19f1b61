import { setTimeout as wait } from "node:timers/promises";
import { type DemoTrip, showDemo } from "../../src/protocol/api/demo-window.ts";
import type { Trip } from "../../src/protocol/api/trips.ts";
import type { Person } from "../chaos/api.ts";
import type { Ask } from "./ask.ts";
import type { CrewMember } from "./crew.ts";
import type { Desk } from "./desk.ts";
import type { PhoneLine } from "./phones/phone.ts";

/** What fits beside a map, and what the server takes. */
const LINES_KEPT = 20;
/** A phone speaks each few seconds; a page that asks as often misses nothing. */
const SHOW_EVERY_MS = 2_000;

export interface ShownDriver {
  readonly member: CrewMember;
  readonly ask: Ask;
  readonly person: Person;
  readonly onTrouble: (cause: unknown) => void;
}

/** Tells the Worker about one driver's trip, so that a page can show it from three sides. */
export class StartPageTrip {
  readonly #shown: ShownDriver;
  readonly #lines: PhoneLine[] = [];
  #trip: Omit<DemoTrip, "phone"> | null = null;

  constructor(shown: ShownDriver) {
    this.#shown = shown;
  }

  hear(line: PhoneLine): void {
    this.#lines.push(line);
    if (this.#lines.length > LINES_KEPT) this.#lines.shift();
  }

  /** Another round, another customer: the one whose turn is next but one, so that there is something to wait for. */
  async follow(trip: Trip, desk: Desk): Promise<string | null> {
    const open = trip.stops.filter(({ status }) => status !== "done");
    const customer = (open[1] ?? open[0])?.shipments[0];
    if (!customer) return null;
    const link = await desk.trackingUrl(customer.shipmentId);
    if (!link.ok) throw new Error(`no tracking link: ${link.error.code}`);
    const { name: driverName, workplace } = this.#shown.member;
    this.#trip = { trackingUrl: link.value, tripId: trip.id, regionId: workplace.regionId, driverName };
    return link.value;
  }

  /** Until the signal ends it. */
  async tell(signal: AbortSignal): Promise<void> {
    const { ask, person, onTrouble } = this.#shown;
    while (!signal.aborted) {
      await wait(SHOW_EVERY_MS, undefined, { ref: false });
      if (!this.#trip) continue;
      try {
        await ask.ask(person, showDemo, { body: { ...this.#trip, phone: this.#lines } });
      } catch (cause) {
        onTrouble(cause);
      }
    }
  }
}
