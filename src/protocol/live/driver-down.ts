import * as z from "zod";
import { SocketErrorCode } from "../errors.ts";
import { OfferId } from "../ids.ts";
import { OfferState, OpenOffer } from "../offer.ts";
import { Sos } from "../sos.ts";
import { DocumentProgress } from "./document-progress.ts";
import { Epoch, Millis } from "./fix.ts";
import { TripBrief } from "./trip-brief.ts";
import { TripEvent } from "./trip-event.ts";

/** How often the phone should measure and send; the server's to decide, because it alone knows who watches. */
export const Cadence = z.strictObject({
  intervalMs: z.int().min(1_000),
  minDistanceM: z.int().min(0),
  /** Fixes to gather before one frame goes out. */
  batch: z.int().min(1).max(200),
});
export type Cadence = z.infer<typeof Cadence>;

/** `events` are those after the `lastSeq` that the device named: nothing that happened in a tunnel is missed. */
const Welcome = z.strictObject({
  type: z.literal("hello"),
  version: z.int().min(1),
  now: Millis,
  epoch: Epoch,
  fixes: z.int().min(0),
  actions: z.int().min(0),
  trip: TripBrief,
  events: z.array(TripEvent),
  /** Null: send nothing, the trip is not under way. */
  cadence: Cadence.nullable(),
});

/** All up to and with these numbers is stored for good; the device may forget them. */
export const Ack = z.strictObject({
  type: z.literal("ack"),
  epoch: Epoch,
  fixes: z.int().min(0),
  actions: z.int().min(0),
});
export type Ack = z.infer<typeof Ack>;

const ClockAnswer = z.strictObject({ type: z.literal("clock"), t0: Millis, t1: Millis });
const CadenceChange = z.strictObject({ type: z.literal("cadence"), cadence: Cadence });
/** What happened on the trip, whoever did it; `assignment:new` and the like are read from its body. */
const Happened = z.strictObject({ type: z.literal("event"), event: TripEvent });
/** A new plan came in: stops were added, taken away or put in another order. */
const Assignment = z.strictObject({ type: z.literal("assignment:new"), seq: z.int().min(1), trip: TripBrief });
const Eta = z.strictObject({ type: z.literal("delivery:etaUpdate"), stopId: z.string(), etaAt: Millis });
/** The driver is asked whether it takes one more shipment; the answer goes by request. */
export const OfferMade = z.strictObject({ type: z.literal("offer:new"), offer: OpenOffer });
export type OfferMade = z.infer<typeof OfferMade>;
/** It was answered, its time is over, or somebody else has it. */
export const OfferEnded = z.strictObject({ type: z.literal("offer:ended"), offerId: OfferId, state: OfferState });
export type OfferEnded = z.infer<typeof OfferEnded>;
/** The driver's own call for help: who answers it, and when it is over. */
const SosChanged = z.strictObject({ type: z.literal("sos:changed"), call: Sos });
/** The ticket was good: the socket lives until then. */
const Authenticated = z.strictObject({ type: z.literal("auth"), authUntil: Millis });
const SocketError = z.strictObject({
  type: z.literal("error"),
  code: SocketErrorCode,
  /** The number of the action that was refused, where it is about one. */
  ref: z.int().nullable(),
  message: z.string(),
});

export const DriverDown = z.discriminatedUnion("type", [
  Welcome,
  Ack,
  ClockAnswer,
  CadenceChange,
  Happened,
  Assignment,
  Eta,
  OfferMade,
  OfferEnded,
  SosChanged,
  DocumentProgress,
  Authenticated,
  SocketError,
]);
export type DriverDown = z.infer<typeof DriverDown>;
