import * as z from "zod";
import { DriverId, ShipmentId, StopId, TripId } from "../ids.ts";
import { PlainText } from "../plain-text.ts";
import { REASON_MAX_CHARS } from "../reason-length.ts";
import { DELIVERY_ATTEMPTS_MAX } from "../shipment.ts";
import { endpoint } from "./endpoint.ts";
import { RowVersion } from "./row-version.ts";
import { Shipment } from "./shipments.ts";
import { StopPosition } from "./trips.ts";

export const ChoiceRule = z.enum(["nearest", "load", "cheapest-insertion"]);
export type ChoiceRule = z.infer<typeof ChoiceRule>;

const version = RowVersion.optional().meta({
  description: "Of the shipment as it was read: needed to take it from a trip that has it",
});

export const AssignTo = z
  .union([
    z.strictObject({ tripId: TripId, position: StopPosition.optional(), version }),
    z.strictObject({ driverId: DriverId, version }),
    z.strictObject({ auto: ChoiceRule, version }),
  ])
  .meta({ id: "AssignTo" });
export type AssignTo = z.infer<typeof AssignTo>;

export const AssignedShipment = z
  .strictObject({
    shipment: Shipment,
    tripId: TripId,
    driverId: DriverId,
    stopIds: z.array(StopId).meta({ description: "Where the trip deals with it" }),
  })
  .meta({ id: "AssignedShipment" });
export type AssignedShipment = z.infer<typeof AssignedShipment>;

const ofShipment = z.strictObject({ shipmentId: ShipmentId });
const assigning = { access: { resource: "trip", action: "update" }, tag: "Shipments", status: 200 } as const;

export const assignShipment = endpoint({
  ...assigning,
  method: "put",
  path: "/shipments/:shipmentId/assign",
  priority: "normal",
  operationId: "assignShipment",
  summary: "Give a shipment to a trip",
  description:
    "To a trip, to the trip that a driver is on, or to the best of the sixteen nearest running trips by a rule. Of two who do it at once one succeeds, and the other is told by whom. Both drivers hear of a change at once.",
  params: ofShipment,
  body: AssignTo,
  output: AssignedShipment,
  errors: [
    "forbidden",
    "not-found",
    "not-allowed-now",
    "no-driver",
    "off-duty",
    "conflict",
    "version-conflict",
    "unavailable",
  ],
});

export const reattemptShipment = endpoint({
  ...assigning,
  method: "post",
  path: "/shipments/:shipmentId/reattempt",
  priority: "normal",
  operationId: "reattemptShipment",
  summary: "Let a failed delivery be tried again",
  description: `It waits for a trip again, as a new shipment does. After ${DELIVERY_ATTEMPTS_MAX} failed attempts it can only be returned.`,
  params: ofShipment,
  body: z.strictObject({ reason: PlainText.min(1).max(REASON_MAX_CHARS).optional() }),
  output: Shipment,
  errors: ["forbidden", "not-found", "not-allowed-now", "unavailable"],
});

export const unassignShipment = endpoint({
  ...assigning,
  method: "delete",
  path: "/shipments/:shipmentId/assign",
  priority: "normal",
  operationId: "unassignShipment",
  summary: "Take a shipment from its trip",
  description: "Until it is picked up. It waits for a trip again.",
  params: ofShipment,
  output: Shipment,
  errors: ["forbidden", "not-found", "not-allowed-now", "conflict", "unavailable"],
});
