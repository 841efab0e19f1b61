import type { ShipmentStatus } from "../protocol/shipment.ts";
import { err, ok } from "./result.ts";
import type { Result } from "./result.ts";

export const SHIPMENT_EVENTS = [
  "assign",
  "unassign",
  "pick_up",
  "depart",
  "approach",
  "arrive",
  "deliver",
  "fail",
  "retry",
  "put_back",
  "return",
  "cancel",
] as const;
/**
 * created → assigned → picked_up → out_for_delivery → arriving → arrived → delivered | failed → returned,
 * and cancelled from every state before picked_up. What was not delivered may be tried again, or wait for another trip.
 */
export type ShipmentEvent = (typeof SHIPMENT_EVENTS)[number];

export type ShipmentStepRefused = {
  readonly tag: "shipment-step-refused";
  readonly from: ShipmentStatus;
  readonly event: ShipmentEvent;
};

// - A cell that names its own row changes nothing: the same fact told twice (by phone and by dispatcher, or by a
//   phone that never saw its ack) is no error.
// - "approach" and "arrive" come from geofences and may be missing where GPS is: "deliver" and "fail" need neither.
// - "depart" from arriving or arrived is a driver who left for another stop first.
// - A late "approach" never takes an arrival back.
// - "retry" is the same driver at the same door once more; "put_back" is the way back to where parcels wait for a trip.
const NEXT: Record<ShipmentStatus, Record<ShipmentEvent, ShipmentStatus | "refuse">> = {
  created: {
    assign: "assigned",
    unassign: "created",
    pick_up: "refuse",
    depart: "refuse",
    approach: "refuse",
    arrive: "refuse",
    deliver: "refuse",
    fail: "refuse",
    retry: "refuse",
    put_back: "created",
    return: "refuse",
    cancel: "cancelled",
  },
  assigned: {
    assign: "assigned",
    unassign: "created",
    pick_up: "picked_up",
    depart: "refuse",
    approach: "refuse",
    arrive: "refuse",
    deliver: "refuse",
    fail: "refuse",
    retry: "refuse",
    put_back: "created",
    return: "refuse",
    cancel: "cancelled",
  },
  picked_up: {
    assign: "refuse",
    unassign: "refuse",
    pick_up: "picked_up",
    depart: "out_for_delivery",
    approach: "refuse",
    arrive: "refuse",
    deliver: "refuse",
    fail: "failed",
    retry: "refuse",
    put_back: "created",
    return: "refuse",
    cancel: "refuse",
  },
  out_for_delivery: {
    assign: "refuse",
    unassign: "refuse",
    pick_up: "refuse",
    depart: "out_for_delivery",
    approach: "arriving",
    arrive: "arrived",
    deliver: "delivered",
    fail: "failed",
    retry: "out_for_delivery",
    put_back: "created",
    return: "refuse",
    cancel: "refuse",
  },
  arriving: {
    assign: "refuse",
    unassign: "refuse",
    pick_up: "refuse",
    depart: "out_for_delivery",
    approach: "arriving",
    arrive: "arrived",
    deliver: "delivered",
    fail: "failed",
    retry: "arriving",
    put_back: "created",
    return: "refuse",
    cancel: "refuse",
  },
  arrived: {
    assign: "refuse",
    unassign: "refuse",
    pick_up: "refuse",
    depart: "out_for_delivery",
    approach: "arrived",
    arrive: "arrived",
    deliver: "delivered",
    fail: "failed",
    retry: "arrived",
    put_back: "created",
    return: "refuse",
    cancel: "refuse",
  },
  delivered: {
    assign: "refuse",
    unassign: "refuse",
    pick_up: "refuse",
    depart: "refuse",
    approach: "refuse",
    arrive: "refuse",
    deliver: "delivered",
    fail: "refuse",
    retry: "refuse",
    put_back: "refuse",
    return: "refuse",
    cancel: "refuse",
  },
  failed: {
    assign: "refuse",
    unassign: "refuse",
    pick_up: "refuse",
    depart: "refuse",
    approach: "refuse",
    arrive: "refuse",
    deliver: "refuse",
    fail: "failed",
    retry: "out_for_delivery",
    put_back: "created",
    return: "returned",
    cancel: "refuse",
  },
  returned: {
    assign: "refuse",
    unassign: "refuse",
    pick_up: "refuse",
    depart: "refuse",
    approach: "refuse",
    arrive: "refuse",
    deliver: "refuse",
    fail: "refuse",
    retry: "refuse",
    put_back: "refuse",
    return: "returned",
    cancel: "refuse",
  },
  cancelled: {
    assign: "refuse",
    unassign: "refuse",
    pick_up: "refuse",
    depart: "refuse",
    approach: "refuse",
    arrive: "refuse",
    deliver: "refuse",
    fail: "refuse",
    retry: "refuse",
    put_back: "refuse",
    return: "refuse",
    cancel: "cancelled",
  },
};

export function nextShipmentStatus(
  from: ShipmentStatus,
  event: ShipmentEvent,
): Result<ShipmentStatus, ShipmentStepRefused> {
  const next = NEXT[from][event];
  return next === "refuse" ? err({ tag: "shipment-step-refused", from, event }) : ok(next);
}

const TOLD: Partial<Record<ShipmentStatus, ShipmentEvent>> = {
  picked_up: "pick_up",
  out_for_delivery: "depart",
  arriving: "approach",
  arrived: "arrive",
  delivered: "deliver",
  failed: "fail",
  returned: "return",
};

/** What whoever carries it means by naming a status; undefined for those that a plan makes, and for calling it off. */
export function toldEvent(status: ShipmentStatus): ShipmentEvent | undefined {
  return TOLD[status];
}

/** Nothing can happen to it any more. */
export function isShipmentOver(status: ShipmentStatus): boolean {
  return status === "delivered" || status === "returned" || status === "cancelled";
}
