import * as z from "zod";
import { DriverId, PaymentId, ShipmentId } from "../ids.ts";
import { Millis, MILLIS_MAX } from "../live/fix.ts";
import { PaymentMethod, PaymentOutcome, PaymentStanding, PaymentStatus } from "../payment.ts";
import { PlainText } from "../plain-text.ts";
import { ShipmentStatus } from "../shipment.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";
import { CashDue } from "./shipments.ts";

/** Providers' own ids have some thirty characters. */
const CARD_TOKEN_MAX_CHARS = 255;
const NOTE_MAX_CHARS = 500;

const ofPayment = z.strictObject({ paymentId: PaymentId });
const Instant = z.coerce.number().int().min(0).max(MILLIS_MAX);

const taken = { id: PaymentId.meta({ description: "Made by the device: the same one is never taken twice" }) };

export const NewPayment = z
  .discriminatedUnion("method", [
    z.strictObject({ ...taken, method: z.literal("cash"), takenAt: Millis, amount: CashDue }),
    z.strictObject({
      ...taken,
      method: z.literal("card"),
      takenAt: Millis,
      amount: CashDue,
      cardToken: z
        .string()
        .regex(/^\w+$/)
        .max(CARD_TOKEN_MAX_CHARS)
        .meta({ description: "What the provider's reader gave for the card, such as pm_…; never the card's number" }),
    }),
  ])
  .meta({ id: "NewPayment" });
export type NewPayment = z.infer<typeof NewPayment>;

export const Payment = z
  .strictObject({
    id: PaymentId,
    shipmentId: ShipmentId,
    method: PaymentMethod,
    status: PaymentStatus,
    amount: CashDue,
    collectedBy: DriverId.nullable().meta({ description: "The driver on whose trip it was taken" }),
    takenAt: z.int().meta({ description: "By the device's clock" }),
    providerRef: z.string().nullable(),
    declineCode: z.string().nullable().meta({ description: "The provider's own word" }),
    asks: z.int().meta({ description: "How often the provider was asked" }),
    confirmedAt: z.int().nullable(),
    resolution: z.strictObject({ at: z.int(), by: z.string(), note: z.string().nullable() }).nullable(),
    version: z.int(),
  })
  .meta({ id: "Payment" });
export type Payment = z.infer<typeof Payment>;

const Line = z
  .strictObject({
    shipmentId: ShipmentId,
    reference: z.string(),
    shipmentStatus: ShipmentStatus,
    driverId: DriverId.nullable().meta({ description: "Who carries it, or carried it last" }),
    standing: PaymentStanding,
    currency: z.string(),
    dueMinor: z.int(),
    collectedMinor: z.int().meta({ description: "Taken in any way, certain or not" }),
    confirmedMinor: z.int().meta({ description: "Of that, what the provider or a person has confirmed" }),
    payments: z.int(),
    createdAt: z.int(),
  })
  .meta({ id: "PaymentLine" });
export type PaymentLine = z.infer<typeof Line>;

/** `d` for those that differ, which come first, or `s`; then the shipment. */
const LineCursor = z.string().regex(/^[ds]\.shp_[0-7][0-9a-hjkmnp-tv-z]{25}$/);

export const listPayments = endpoint({
  method: "get",
  path: "/payments",
  priority: "low",
  access: { resource: "payment", action: "list" },
  operationId: "listPayments",
  tag: "Payments",
  summary: "What is due beside what was taken",
  description:
    "One line for each shipment with money due: those whose money does not add up first, then by age, newest first. A dispatcher sees its regions, a store its shipments, a driver its trips.",
  query: z.strictObject({
    ...pageQuery(LineCursor),
    standing: PaymentStanding.optional(),
    driverId: DriverId.optional(),
    from: Instant.optional().meta({ description: "Shipments handed in since" }),
    to: Instant.optional().meta({ description: "And before" }),
  }),
  status: 200,
  output: pageOf(Line),
  errors: ["unavailable"],
});

export const takePayment = endpoint({
  method: "post",
  path: "/shipments/:shipmentId/payments",
  priority: "critical",
  access: { resource: "payment", action: "create" },
  limit: "critical",
  operationId: "takePayment",
  tag: "Payments",
  summary: "Take what is due at a door",
  description:
    "A delivery never waits for it: where the provider does not answer, the payment stays pending, is asked about again by itself, and the stop can be finished meanwhile. Send it again with the same id and the same payment answers.",
  params: z.strictObject({ shipmentId: ShipmentId }),
  body: NewPayment,
  status: 201,
  alsoStatus: { 200: "The payment that has this id already", 202: "Taken, and the provider has not confirmed it yet" },
  output: Payment,
  errors: ["not-found", "conflict", "not-allowed-now", "unavailable"],
});

export const getPayment = endpoint({
  method: "get",
  path: "/payments/:paymentId",
  priority: "normal",
  access: { resource: "payment", action: "read" },
  operationId: "getPayment",
  tag: "Payments",
  summary: "One payment",
  params: ofPayment,
  status: 200,
  output: Payment,
  errors: ["not-found", "unavailable"],
});

export const resolvePayment = endpoint({
  method: "post",
  path: "/payments/:paymentId/resolve",
  priority: "normal",
  access: { resource: "payment", action: "update" },
  operationId: "resolvePayment",
  tag: "Payments",
  summary: "Decide about a payment",
  description:
    "Cash that was handed in, or what the provider's own pages say of a card. `paid` counts from now on, `not-paid` does not, and another payment may be taken.",
  params: ofPayment,
  body: z.strictObject({ outcome: PaymentOutcome, note: PlainText.min(1).max(NOTE_MAX_CHARS) }),
  status: 200,
  output: Payment,
  errors: ["not-found", "not-allowed-now", "conflict", "version-conflict", "unavailable"],
});

export const receivePaymentEvent = endpoint({
  method: "post",
  path: "/payment-events",
  priority: "critical",
  access: "public",
  // The provider sends all tenants' from a few addresses; what is not signed by it costs one HMAC.
  limit: "none",
  operationId: "receivePaymentEvent",
  tag: "Payments",
  summary: "What the payment provider tells by itself",
  description:
    "Signed in the header Stripe-Signature. Whatever was told before, or is of no interest, is accepted too.",
  status: 200,
  output: z.strictObject({ received: z.literal(true) }),
  errors: ["not-found", "unavailable"],
});
