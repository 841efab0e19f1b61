import * as z from "zod";
import { WHO_READS_A_REASON } from "../end-reason.ts";
import { EventId, TripId } from "../ids.ts";
import { Millis } from "../live/fix.ts";
import { EventSource } from "../live/trip-event.ts";
import { REASON_MAX_CHARS } from "../reason-length.ts";
import { PlainText } from "../plain-text.ts";
import { ShipmentStatus } from "../shipment.ts";
import { endpoint } from "./endpoint.ts";
import { IfMatch } from "./entity-tag.ts";
import { pageOf, pageQuery } from "./page.ts";
import {
  Address,
  CashDue,
  Instructions,
  ofShipment,
  Place,
  Recipient,
  Shipment,
  TimeWindow,
  VolumeMl,
  WeightG,
} from "./shipments.ts";

export const ShipmentChange = z
  .strictObject({
    address: Address.optional(),
    recipient: Recipient.optional(),
    instructions: Instructions.nullable().optional(),
    place: Place.nullable().optional(),
    window: TimeWindow.nullable().optional(),
    weightG: WeightG.nullable().optional(),
    volumeMl: VolumeMl.nullable().optional(),
    cashDue: CashDue.nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "names nothing to change")
  .meta({ id: "ShipmentChange", description: "Each field as a whole; null takes it away" });
export type ShipmentChange = z.infer<typeof ShipmentChange>;

const Reason = PlainText.min(1).max(REASON_MAX_CHARS).meta({ description: WHO_READS_A_REASON });
const at = Millis.optional().meta({ description: "When it happened, by the device's clock; now, unless said" });

const source = EventSource.extract(["manual"])
  .optional()
  .meta({ description: "The desk vouches for it without the proof that the rule asks for; only with a reason" });

/** What somebody reports by hand. Assigning is not among it: that is a trip's plan. */
export const StatusReport = z
  .discriminatedUnion("status", [
    z.strictObject({
      status: ShipmentStatus.extract([
        "picked_up",
        "out_for_delivery",
        "arriving",
        "arrived",
        "delivered",
        "cancelled",
      ]),
      reason: Reason.optional(),
      source,
      at,
    }),
    z.strictObject({ status: ShipmentStatus.extract(["failed", "returned"]), reason: Reason, source, at }),
  ])
  .meta({ id: "StatusReport" });
export type StatusReport = z.infer<typeof StatusReport>;

const changing = {
  access: { resource: "shipment", action: "update" },
  tag: "Shipments",
  params: ofShipment,
  headers: z.strictObject({ "if-match": IfMatch }),
  status: 200,
  output: Shipment,
} as const;

export const changeShipment = endpoint({
  ...changing,
  method: "patch",
  path: "/shipments/:shipmentId",
  priority: "normal",
  operationId: "changeShipment",
  summary: "Change what is carried, to whom and where",
  description:
    "Until it is over. Where a trip carries it, its stop moves along and driver and recipient are told, unless the driver is at the door. 409 shows the shipment as it is now in `current`.",
  body: ShipmentChange,
  errors: ["forbidden", "not-found", "not-allowed-now", "version-conflict", "unavailable"],
});

export const setShipmentStatus = endpoint({
  ...changing,
  method: "put",
  path: "/shipments/:shipmentId/status",
  limit: "critical",
  priority: "critical",
  operationId: "setShipmentStatus",
  summary: "Report by hand what became of a shipment",
  description:
    "Strictly in the order of the states; 409 shows the present one in `current`. The trip that carries it decides, and the answer's `version` is then that of what was last written down. A reason is needed for failed and returned. Where the rule asks for a proof, `delivered` needs a complete one, or the desk's `source: manual` with a reason. Stores only call off, drivers never do.",
  body: StatusReport,
  errors: [
    "forbidden",
    "not-found",
    "not-allowed-now",
    "proof-incomplete",
    "version-conflict",
    "conflict",
    "unavailable",
  ],
});

/** How a shipment's own log is written; its trips' logs come on top. */
export const ShipmentEventKind = z.enum(["created", "changed", "status", "assigned", "unassigned"]);
export type ShipmentEventKind = z.infer<typeof ShipmentEventKind>;

const ShipmentEvent = z
  .strictObject({
    id: EventId,
    kind: ShipmentEventKind,
    tripId: TripId.nullable().meta({ description: "The trip that it happened on, that got it or that let it go" }),
    status: ShipmentStatus.nullable(),
    fields: z.array(z.string()).meta({ description: "What was changed, by name" }),
    actor: z.string().meta({ description: "A person's or key's id; `system` for what positions told" }),
    source: EventSource,
    reason: z.string().nullable(),
    note: z.string().nullable().meta({ description: "Beside a reason of the list; for the staff" }),
    happenedAt: z.int().meta({ description: "By the device that saw it" }),
    recordedAt: z.int(),
  })
  .meta({ id: "ShipmentEvent" });
export type ShipmentEvent = z.infer<typeof ShipmentEvent>;

export const listShipmentHistory = endpoint({
  method: "get",
  path: "/shipments/:shipmentId/history",
  access: { resource: "shipment", action: "read" },
  priority: "normal",
  operationId: "listShipmentHistory",
  tag: "Shipments",
  summary: "What happened to a shipment, newest first",
  description: "On all of its trips and between them, with what the trip that carries it has just seen.",
  params: ofShipment,
  query: z.strictObject(
    pageQuery(
      z
        .string()
        // Fourteen digits reach the year 5138, fifteen would pass the last time that Postgres reads.
        .regex(/^\d{1,14}_evt_[0-7][0-9a-hjkmnp-tv-z]{25}$/),
    ),
  ),
  status: 200,
  output: pageOf(ShipmentEvent),
  errors: ["not-found", "unavailable"],
});
