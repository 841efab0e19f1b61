import type { OfferState } from "../protocol/offer.ts";
import { err, ok, type Result } from "./result.ts";

export type OfferEvent = "ask" | "accept" | "decline" | "expire" | "run-out" | "lose";

export type OfferStepRefused = {
  readonly tag: "offer-step-refused";
  readonly from: OfferState;
  readonly event: OfferEvent;
};

// searching → offered → accepted, or declined or expired and then the next one is asked, until nobody is left: exhausted.
// A cell that names its own row changes nothing: the same answer sent twice is no error. "lose": somebody else was given
// the shipment meanwhile.
const NEXT: Record<OfferState, Record<OfferEvent, OfferState | "refuse">> = {
  searching: {
    ask: "offered",
    accept: "refuse",
    decline: "refuse",
    expire: "refuse",
    "run-out": "exhausted",
    lose: "exhausted",
  },
  offered: {
    ask: "refuse",
    accept: "accepted",
    decline: "declined",
    expire: "expired",
    "run-out": "refuse",
    lose: "exhausted",
  },
  accepted: {
    ask: "refuse",
    accept: "accepted",
    decline: "refuse",
    expire: "refuse",
    "run-out": "refuse",
    lose: "exhausted",
  },
  declined: {
    ask: "offered",
    accept: "refuse",
    decline: "declined",
    expire: "refuse",
    "run-out": "exhausted",
    lose: "exhausted",
  },
  expired: {
    ask: "offered",
    accept: "refuse",
    decline: "refuse",
    expire: "expired",
    "run-out": "exhausted",
    lose: "exhausted",
  },
  exhausted: {
    ask: "refuse",
    accept: "refuse",
    decline: "refuse",
    expire: "refuse",
    "run-out": "exhausted",
    lose: "exhausted",
  },
};

export function nextOfferState(from: OfferState, event: OfferEvent): Result<OfferState, OfferStepRefused> {
  const next = NEXT[from][event];
  return next === "refuse" ? err({ tag: "offer-step-refused", from, event }) : ok(next);
}
