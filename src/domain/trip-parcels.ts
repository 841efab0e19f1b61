import type { ShipmentId, StopId } from "../protocol/ids.ts";
import type { TripBrief, TripShipment, TripStop } from "../protocol/live/trip-brief.ts";
import type { TripEventBody } from "../protocol/live/trip-event.ts";
import type { NamedProof } from "../protocol/proof.ts";
import type { ShipmentKind, ShipmentStatus } from "../protocol/shipment.ts";
import { nextShipmentStatus, type ShipmentEvent } from "./shipment-state.ts";

/** The trip after a step, and a line of the log for each thing that changed; no line, nothing changed. */
export interface TripChange {
  readonly brief: TripBrief;
  readonly bodies: readonly TripEventBody[];
}

/** What is told with each parcel's new status. */
interface Told {
  readonly reason: string | null;
  readonly proofs: readonly NamedProof[];
}

const NOTHING_TOLD: Told = { reason: null, proofs: [] };
const BROUGHT_HOME: Told = { ...NOTHING_TOLD, reason: "The trip ended at the depot" };
const PUT_BACK: Told = { ...NOTHING_TOLD, reason: "The trip ended before it was delivered" };

const NOT_LOADED: ReadonlySet<ShipmentStatus> = new Set(["created", "assigned"]);
/** Where they go is the depot, unless the trip has a stop that says otherwise. */
const HOMEWARD: ReadonlySet<ShipmentKind> = new Set(["pickup", "return"]);
const ON_BOARD: ReadonlySet<ShipmentStatus> = new Set(["picked_up", "out_for_delivery", "arriving", "arrived"]);

/** At its pickup and at its dropoff, where the trip does both. */
export function carried({ stops }: Pick<TripBrief, "stops">, shipmentId: ShipmentId): TripShipment[] {
  return stops.flatMap(({ shipments }) => shipments.filter((one) => one.shipmentId === shipmentId));
}

/** What no stop of this trip picks up was loaded at the depot: with the start it is on its way. */
export function load(change: TripChange): TripChange {
  const fetched = withAction(change.brief, "pickup");
  return moveShipments(change, ({ action, shipmentId, status }) =>
    action === "dropoff" && !fetched.has(shipmentId) && NOT_LOADED.has(status) ? ["assign", "pick_up", "depart"] : [],
  );
}

/**
 * The trip is over, and what is on board has come to the depot. What was fetched to come there is delivered, everything
 * else waits for another trip. What failed waits for a decision.
 */
export function unload(change: TripChange): TripChange {
  const brought = withAction(change.brief, "dropoff");
  const isHome = ({ shipmentId, kind }: TripShipment) => HOMEWARD.has(kind) && !brought.has(shipmentId);
  const home = moveShipments(
    change,
    (shipment) => (ON_BOARD.has(shipment.status) && isHome(shipment) ? ["depart", "deliver"] : []),
    BROUGHT_HOME,
  );
  return moveShipments(home, ({ status }) => (ON_BOARD.has(status) ? ["put_back"] : []), PUT_BACK);
}

export function withAction({ stops }: TripBrief, wanted: TripShipment["action"]): ReadonlySet<ShipmentId> {
  const there = stops.flatMap(({ shipments }) => shipments.filter(({ action }) => action === wanted));
  return new Set(there.map(({ shipmentId }) => shipmentId));
}

/**
 * What a stop's new status means for a parcel that is dealt with there. `isBrought`: this trip has a stop where it is
 * handed over. Without one nobody waits for it today, and "out for delivery" would be a promise.
 */
export function eventsAt(
  before: TripStop["status"],
  status: TripStop["status"],
  { action, isBrought }: Pick<TripShipment, "action"> & { readonly isBrought: boolean },
): ShipmentEvent[] {
  if (action === "pickup") {
    if (status !== "done") return [];
    return isBrought ? ["pick_up", "depart"] : ["pick_up"];
  }
  // Whoever goes once more to a door where it failed has the parcel still.
  const again: ShipmentEvent[] = before === "failed" ? ["retry"] : [];
  switch (status) {
    case "done":
      // A parcel that somebody reported as picked up, and nothing else, went out with the van all the same.
      return ["depart", "deliver"];
    case "failed":
      return ["fail"];
    case "arrived":
      return [...again, "arrive"];
    case "en_route":
      return again;
    case "pending":
    case "skipped":
      return ["depart"];
  }
}

/** To be handed over here, and nobody has fetched it yet. */
export function isElsewhere({ action, status }: TripShipment): boolean {
  return action === "dropoff" && NOT_LOADED.has(status);
}

/** Whether handing it over now would leave it without the proof that is asked for. */
export function lacksProof(shipment: TripShipment, proofs: readonly NamedProof[]): boolean {
  const { action, proofRequired = [], shipmentId, status } = shipment;
  if (action !== "dropoff" || proofRequired.length === 0 || !ON_BOARD.has(status)) return false;
  return !proofs.some((proof) => proof.shipmentId === shipmentId);
}

/** Sends each parcel through the events that are meant for it. One that may not take an event stays what it is. */
export function moveShipments(
  { brief, bodies }: TripChange,
  eventsFor: (shipment: TripShipment, stopId: StopId) => readonly ShipmentEvent[],
  told: Told = NOTHING_TOLD,
): TripChange {
  const moved = new Map<ShipmentId, ShipmentStatus>();
  for (const { stopId, shipments } of brief.stops) {
    for (const shipment of shipments) {
      let status = moved.get(shipment.shipmentId) ?? shipment.status;
      for (const event of eventsFor(shipment, stopId)) {
        const next = nextShipmentStatus(status, event);
        if (next.ok) status = next.value;
      }
      if (status !== shipment.status) moved.set(shipment.shipmentId, status);
    }
  }
  if (moved.size === 0) return { brief, bodies };
  const stops = brief.stops.map((stop) => ({
    ...stop,
    shipments: stop.shipments.map((one) => ({ ...one, status: moved.get(one.shipmentId) ?? one.status })),
  }));
  const lines = [...moved].map(([shipmentId, status]) => lineOf(shipmentId, status, told));
  return { brief: { ...brief, stops }, bodies: [...bodies, ...lines] };
}

function lineOf(shipmentId: ShipmentId, status: ShipmentStatus, { reason, proofs }: Told): TripEventBody {
  const proof = status === "delivered" ? proofs.find((one) => one.shipmentId === shipmentId) : undefined;
  return { kind: "shipment", shipmentId, status, reason, ...(proof && { proofId: proof.proofId }) };
}
