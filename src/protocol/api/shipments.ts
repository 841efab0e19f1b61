import * as z from "zod";
import { RegionId, ShipmentId, TripId } from "../ids.ts";
import { Millis } from "../live/fix.ts";
import { Latitude, Longitude } from "../live/trip-brief.ts";
import { PlainText } from "../plain-text.ts";
import { ProofKind } from "../proof.ts";
import { ShipmentKind, ShipmentStatus } from "../shipment.ts";
import { ShipmentCallOff } from "./call-off.ts";
import { endpoint } from "./endpoint.ts";
import { IfMatch } from "./entity-tag.ts";
import { KEEP_ONE_SHIPMENT, KEEP_SHIPMENTS } from "./keep.ts";
import { pageOf, pageQuery } from "./page.ts";
import { PersonName, StoreCode } from "./people.ts";
import { ShipmentProof } from "./proofs.ts";

/** Longer order numbers are made by no shop system we know of. */
const REFERENCE_MAX_CHARS = 64;
/** A line of an address label. */
const ADDRESS_LINE_MAX_CHARS = 120;
const POSTCODE_MAX_CHARS = 16;
const INSTRUCTIONS_MAX_CHARS = 500;
/** The longest address that mail knows. */
const EMAIL_MAX_CHARS = 254;
/** E.164 has 15 digits; people write spaces between them. */
const PHONE_MAX_CHARS = 40;
/** A van's load: more is a typing error. */
const WEIGHT_MAX_G = 2_000_000;
const VOLUME_MAX_ML = 20_000_000;
/** A million in a currency of two decimals: more is not handed over at a door. */
const CASH_MAX_MINOR = 100_000_000;
/** 1.1 cm each, along the equator. */
const STEPS_PER_DEGREE = 10_000_000;

/** To the centimetre. The numbers nearest to zero would underflow in the index by which Postgres finds places. */
export const Place = z.strictObject({ lat: Latitude.overwrite(toCentimetre), lng: Longitude.overwrite(toCentimetre) });

export const TimeWindow = z
  .strictObject({ startsAt: Millis, endsAt: Millis })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, { path: ["endsAt"], message: "must be after startsAt" });

export const Address = z.strictObject({
  street: PlainText.min(1).max(ADDRESS_LINE_MAX_CHARS).meta({ description: "Without the house number" }),
  city: PlainText.min(1).max(ADDRESS_LINE_MAX_CHARS),
  postcode: PlainText.max(POSTCODE_MAX_CHARS).default(""),
  details: PlainText.min(1).max(ADDRESS_LINE_MAX_CHARS).meta({ description: "House number, floor, door" }),
});

export const Recipient = z.strictObject({
  name: PersonName,
  phone: PlainText.min(1).max(PHONE_MAX_CHARS).optional().meta({ description: "With the country's prefix" }),
  email: z.email().max(EMAIL_MAX_CHARS).optional(),
});

export const Instructions = PlainText.min(1).max(INSTRUCTIONS_MAX_CHARS);
export const WeightG = z.int().min(0).max(WEIGHT_MAX_G);
export const VolumeMl = z.int().min(0).max(VOLUME_MAX_ML);

/** To be collected at the door. */
export const CashDue = z.strictObject({
  amountMinor: z.int().min(1).max(CASH_MAX_MINOR).meta({ description: "In the currency's smallest unit" }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .meta({ description: "ISO 4217", examples: ["EUR"] }),
});

export const NewShipment = z
  .strictObject({
    regionId: RegionId,
    kind: ShipmentKind.default("delivery"),
    reference: PlainText.min(1).max(REFERENCE_MAX_CHARS).meta({ description: "The sender's own order number" }),
    storeCode: StoreCode.optional().meta({ description: "Whose it is; a store's own people need not say" }),
    address: Address,
    recipient: Recipient,
    instructions: Instructions.optional(),
    place: Place.optional(),
    window: TimeWindow.optional(),
    weightG: WeightG.optional(),
    volumeMl: VolumeMl.optional(),
    cashDue: CashDue.optional(),
    proof: ShipmentProof.optional().meta({ description: "How its delivery has to be proved" }),
  })
  .meta({ id: "NewShipment" });
export type NewShipment = z.infer<typeof NewShipment>;

export const Shipment = z
  .strictObject({
    id: ShipmentId,
    regionId: RegionId,
    kind: ShipmentKind,
    status: ShipmentStatus,
    tripId: TripId.nullable().meta({ description: "The trip that carries it now" }),
    reference: z.string(),
    storeCode: z.string().nullable(),
    address: z.strictObject({ street: z.string(), city: z.string(), postcode: z.string(), details: z.string() }),
    recipient: z.strictObject({ name: z.string(), phone: z.string().nullable(), email: z.string().nullable() }),
    instructions: z.string().nullable(),
    place: Place.nullable(),
    window: z.strictObject({ startsAt: z.int().nullable(), endsAt: z.int().nullable() }).nullable(),
    weightG: z.int().nullable(),
    volumeMl: z.int().nullable(),
    cashDue: z.strictObject({ amountMinor: z.int(), currency: z.string() }).nullable(),
    proof: z.strictObject({
      required: z.array(ProofKind).nullable().meta({ description: "Null: what the tenant asks for" }),
      hasPin: z.boolean(),
      isMissing: z.boolean().meta({
        description:
          "It was delivered, and the proof that the driver's phone named is not complete, or has not come yet",
      }),
    }),
    failedAttempts: z.int().meta({ description: "How often it was tried in vain" }),
    version: z.int(),
    createdAt: z.int(),
    closedAt: z.int().nullable(),
  })
  .meta({ id: "Shipment" });
export type Shipment = z.infer<typeof Shipment>;

export const AwaitedProof = z
  .literal("missing")
  .meta({ description: "Only deliveries whose proof was named and has not come, or is not complete" });

export const ofShipment = z.strictObject({ shipmentId: ShipmentId });

export const createShipment = endpoint({
  method: "post",
  path: "/shipments",
  access: { resource: "shipment", action: "create" },
  priority: "normal",
  defer: "createShipment",
  operationId: "createShipment",
  tag: "Shipments",
  summary: "Hand in something to carry",
  description:
    "Send it again with the same reference and the first one answers: nothing is carried twice. A store's people and keys hand in for their own store.",
  body: NewShipment,
  status: 201,
  alsoStatus: { 200: "The shipment that has this reference already" },
  output: Shipment,
  errors: ["forbidden", "conflict", "unavailable"],
});

export const listShipments = endpoint({
  method: "get",
  path: "/shipments",
  access: { resource: "shipment", action: "list" },
  priority: "normal",
  keep: KEEP_SHIPMENTS,
  operationId: "listShipments",
  tag: "Shipments",
  summary: "The shipments one may see, newest first",
  description:
    "A store sees its own, a dispatcher those of its regions, a driver what it carries. What was done by request is in this list with its answer; what a phone has just said by its socket of a shipment is here seconds later, and in the shipment at once.",
  query: z.strictObject({
    ...pageQuery(ShipmentId),
    status: ShipmentStatus.optional(),
    regionId: RegionId.optional(),
    storeCode: StoreCode.optional(),
    proof: AwaitedProof.optional(),
  }),
  status: 200,
  output: pageOf(Shipment),
  errors: ["forbidden", "unavailable"],
});

export const getShipment = endpoint({
  method: "get",
  path: "/shipments/:shipmentId",
  access: { resource: "shipment", action: "read" },
  priority: "normal",
  keep: KEEP_ONE_SHIPMENT,
  operationId: "getShipment",
  tag: "Shipments",
  summary: "One shipment",
  description:
    "As the trip that carries it knows it now. Its `ETag` is its version: name it in `If-Match` to change what you have read and nothing newer. There is none while what the trip has just seen is still to be written down.",
  params: ofShipment,
  status: 200,
  output: Shipment,
  errors: ["not-found", "unavailable"],
});

export const cancelShipment = endpoint({
  method: "post",
  path: "/shipments/:shipmentId/cancel",
  access: { resource: "shipment", action: "update" },
  priority: "normal",
  operationId: "cancelShipment",
  tag: "Shipments",
  summary: "Call a shipment off",
  description:
    "Until it is picked up. A trip that carries it already lets it go, and its driver is told. Why may be left out. 409 shows the shipment as it is now in `current`.",
  params: ofShipment,
  headers: z.strictObject({ "if-match": IfMatch }),
  body: ShipmentCallOff.default({}),
  status: 200,
  output: Shipment,
  errors: ["forbidden", "not-found", "not-allowed-now", "version-conflict", "conflict", "unavailable"],
});

function toCentimetre(degrees: number): number {
  // Adding zero turns its negative into the plain one.
  return Math.round(degrees * STEPS_PER_DEGREE) / STEPS_PER_DEGREE + 0;
}
