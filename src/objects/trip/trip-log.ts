import type { StatusLine } from "../../domain/delivery-facts.ts";
import { newRowId } from "../../platform/new-row-id.ts";
import type { ShipmentId } from "../../protocol/ids.ts";
import type { TripEvent, TripEventBody } from "../../protocol/live/trip-event.ts";
import type { TripStore } from "./trip-store.ts";

/** A parcel goes through six states to its end; going back and forth between them is rare. */
const LINES_MAX = 10;

/** Who did something, and when by our clock. */
export interface Happened {
  readonly actor: string;
  readonly at: number;
}

/** The trip's log: numbered from 1 without a gap, append-only. */
export class TripLog {
  readonly #store: TripStore;
  #seq: number;

  constructor(store: TripStore) {
    this.#store = store;
    this.#seq = store.lastSeq();
  }

  get seq(): number {
    return this.#seq;
  }

  /** Call it inside the transaction that changes what the lines tell of. */
  append(bodies: readonly TripEventBody[], { actor, at }: Happened, now: number): TripEvent[] {
    const events = bodies.map((body, index) => ({
      seq: this.#seq + 1 + index,
      id: newRowId.event(),
      actor,
      happenedAt: Math.min(at, now),
      recordedAt: now,
      body,
    }));
    for (const event of events) this.#store.addEvent(event);
    this.#seq += events.length;
    return events;
  }

  /** What became of a shipment on this trip, newest first. */
  linesOf(shipmentId: ShipmentId): TripEvent[] {
    return this.#store.eventsOf(shipmentId, LINES_MAX);
  }

  statusLines(shipmentId: ShipmentId): StatusLine[] {
    return this.linesOf(shipmentId).flatMap(({ body, happenedAt }) =>
      body.kind === "shipment" ? [{ status: body.status, reason: body.reason, happenedAt }] : [],
    );
  }
}
