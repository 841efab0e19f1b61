import type { PaymentId, ProofId, ShipmentId, TripId } from "../../src/protocol/ids.ts";

/** What a parcel's people saw: the server said yes to it, so it is so. */
type Ending = "delivered" | "returned" | "cancelled" | "waiting";

interface DoorProof {
  readonly shipmentId: ShipmentId;
  /** How many files the server said to have. */
  readonly files: number;
  readonly isComplete: boolean;
}

interface DoorPayment {
  readonly shipmentId: ShipmentId;
  readonly method: "cash" | "card";
  readonly amountMinor: number;
}

/** Everything that was ever promised to anybody on these days. It is kept outside of what is checked, and so it is the truth. */
export class DayBook {
  readonly endings = new Map<ShipmentId, Ending>();
  readonly proofs = new Map<ProofId, DoorProof>();
  /** By trip, who was to be told that it comes. */
  readonly awaited = new Map<TripId, readonly ShipmentId[]>();
  readonly payments = new Map<PaymentId, DoorPayment>();
  /** Stops that were finished over REST: no device's stream knows of them. */
  readonly finishedByRequest = new Set<string>();
  readonly counts = {
    planned: 0,
    calledOff: 0,
    tooLate: 0,
    assigned: 0,
    offered: 0,
    declined: 0,
    auto: 0,
    failed: 0,
    again: 0,
    slowCards: 0,
  };
}
