import * as z from "zod";
import { ErrorCode, FieldError } from "../errors.ts";
import { ShipmentId } from "../ids.ts";
import { ShipmentStatus } from "../shipment.ts";
import { eachAlone } from "./each-alone.ts";
import { endpoint } from "./endpoint.ts";
import { ShipmentChange, StatusReport } from "./shipment-changes.ts";
import { NewShipment } from "./shipments.ts";

/** 400 KiB of JSON; 1.4 s on a busy machine, half of them in Postgres. */
export const NEW_SHIPMENTS_MAX = 500;
/** A full van, or a depot's shelf; each may be another trip's to decide. */
const CHANGES_MAX = 200;

/** Why one item of many was refused; the others were not held up. */
export const ItemProblem = z
  .strictObject({
    code: ErrorCode,
    title: z.string(),
    errors: z.array(FieldError).optional().meta({ description: "With paths inside of the item" }),
  })
  .meta({ id: "ItemProblem" });
export type ItemProblem = z.infer<typeof ItemProblem>;

const HandedIn = z
  .strictObject({
    outcome: z.enum(["created", "exists", "refused"]),
    shipmentId: ShipmentId.optional(),
    problem: ItemProblem.optional(),
  })
  .meta({ id: "BatchItem" });

export const createShipments = endpoint({
  method: "post",
  path: "/shipments/batch",
  access: { resource: "shipment", action: "create" },
  limit: "low",
  priority: "low",
  operationId: "createShipments",
  tag: "Shipments",
  summary: "Hand in many things to carry",
  description:
    "Each is created, found to exist by its reference, or refused for itself; the answer keeps the order. Sent again, all of them exist.",
  body: z.strictObject({ items: z.array(eachAlone(NewShipment)).min(1).max(NEW_SHIPMENTS_MAX) }),
  status: 200,
  output: z.strictObject({ items: z.array(HandedIn) }).meta({ id: "BatchOutcome" }),
  errors: ["forbidden", "unavailable"],
});

const BulkItem = z
  .strictObject({
    shipmentId: ShipmentId,
    version: z.int().optional().meta({ description: "Refused if there is a newer one" }),
    report: StatusReport.optional(),
    change: ShipmentChange.optional(),
  })
  .refine(({ report, change }) => (report === undefined) !== (change === undefined), "needs either report or change");
export type BulkItem = z.output<typeof BulkItem>;

const Updated = z
  .strictObject({
    outcome: z.enum(["done", "refused"]),
    shipmentId: ShipmentId.optional(),
    status: ShipmentStatus.optional().meta({ description: "The present one, of a shipment that was found" }),
    version: z.int().optional(),
    problem: ItemProblem.optional(),
  })
  .meta({ id: "BulkItemOutcome" });

export const updateShipments = endpoint({
  method: "put",
  path: "/shipments/bulk-update",
  access: { resource: "shipment", action: "update" },
  limit: "low",
  priority: "low",
  operationId: "updateShipments",
  tag: "Shipments",
  summary: "Report on many shipments, or change them",
  description:
    "Each by the rules of its own operation, and done or refused for itself; the answer keeps the order. A shipment can be named once.",
  body: z.strictObject({ items: z.array(eachAlone(BulkItem)).min(1).max(CHANGES_MAX) }),
  status: 200,
  output: z.strictObject({ items: z.array(Updated) }).meta({ id: "BulkOutcome" }),
  errors: ["forbidden", "unavailable"],
});
