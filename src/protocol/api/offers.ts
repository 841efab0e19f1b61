import * as z from "zod";
import { DriverId, OfferId, ShipmentId, TripId } from "../ids.ts";
import { OFFERED_MAX, OfferState } from "../offer.ts";
import { ChoiceRule } from "./assign.ts";
import { endpoint } from "./endpoint.ts";

/** Nobody reads a message in less than ten seconds while driving; after ten minutes it is a letter. */
const [ANSWER_MIN_SECONDS, ANSWER_MAX_SECONDS] = [10, 600];
const ANSWER_SECONDS = 60;

export const NewOffer = z
  .strictObject({
    to: z.union([
      z.strictObject({ auto: ChoiceRule }),
      z.strictObject({ driverIds: z.array(DriverId).min(1).max(OFFERED_MAX) }),
      z.strictObject({ tripIds: z.array(TripId).min(1).max(OFFERED_MAX) }),
    ]),
    answerSeconds: z
      .int()
      .min(ANSWER_MIN_SECONDS)
      .max(ANSWER_MAX_SECONDS)
      .default(ANSWER_SECONDS)
      .meta({ description: "Then the next one is asked" }),
  })
  .meta({ id: "NewOffer" });
export type NewOffer = z.infer<typeof NewOffer>;

export const Offer = z
  .strictObject({
    id: OfferId,
    shipmentId: ShipmentId,
    state: OfferState,
    asked: z
      .strictObject({ tripId: TripId, driverId: DriverId, until: z.int() })
      .nullable()
      .meta({ description: "Who is asked, was asked last, or has accepted" }),
    left: z.int().meta({ description: "How many would be asked afterwards" }),
  })
  .meta({ id: "Offer" });
export type Offer = z.infer<typeof Offer>;

const ofOffer = z.strictObject({ offerId: OfferId });

export const createOffer = endpoint({
  method: "post",
  path: "/shipments/:shipmentId/offers",
  access: { resource: "trip", action: "update" },
  priority: "normal",
  operationId: "createOffer",
  tag: "Shipments",
  summary: "Ask drivers whether they take a shipment",
  description:
    "One after the other, in the order of the list or of a rule, until one accepts or nobody is left. Only trips that run are asked. Each hears of it at once, and finds it among its assignments.",
  params: z.strictObject({ shipmentId: ShipmentId }),
  body: NewOffer,
  status: 201,
  output: Offer,
  errors: ["forbidden", "not-found", "not-allowed-now", "no-driver", "conflict", "unavailable"],
});

export const getOffer = endpoint({
  method: "get",
  path: "/offers/:offerId",
  access: { resource: "trip", action: "read" },
  priority: "normal",
  operationId: "getOffer",
  tag: "Shipments",
  summary: "How far an offer is",
  description: "For a day after it was made.",
  params: ofOffer,
  status: 200,
  output: Offer,
  errors: ["not-found", "unavailable"],
});

function answerTo<const Answer extends "accept" | "decline">(answer: Answer, summary: string) {
  return endpoint({
    method: "post",
    path: `/offers/:offerId/${answer}`,
    access: { resource: "trip", action: "update" },
    limit: "critical",
    priority: "critical",
    operationId: `${answer}Offer`,
    tag: "Shipments",
    summary,
    description:
      "For the driver who is asked, in time. Sent twice it is answered twice; after `version-conflict` the plan was only busy, and the same answer counts again.",
    params: ofOffer,
    status: 200,
    output: Offer,
    errors: ["forbidden", "not-found", "not-allowed-now", "conflict", "version-conflict", "unavailable"],
  });
}

export const acceptOffer = answerTo("accept", "Take what is offered");
export const declineOffer = answerTo("decline", "Leave it to the next one");
