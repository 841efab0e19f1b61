import * as z from "zod";
import { VehicleKind } from "../driver.ts";
import { EndReason } from "../end-reason.ts";
import { ShipmentStatus } from "../shipment.ts";
import { Millis } from "./fix.ts";
import { Latitude, Longitude } from "./trip-brief.ts";

/** What a customer may know, and nothing else: no name but the first, no other stop, of the driver no exact place. */
export const CustomerView = z.strictObject({
  /** `hidden` before the dot may be seen, `ended` when the parcel is delivered, failed or gone. */
  state: z.enum(["hidden", "visible", "ended"]),
  status: ShipmentStatus,
  stopsBefore: z.int().min(0).nullable(),
  /** `from` and `to` hold half and nine tenths of all cases like this one. */
  eta: z.strictObject({ at: Millis, from: Millis, to: Millis }).nullable(),
  /** The window that was agreed on, open where one side is null. Null where none was, and when it is over. */
  promised: z.strictObject({ from: Millis.nullable(), to: Millis.nullable() }).nullable(),
  /** When it was delivered, failed, came back or was called off, and why, if that is a word that customers may read. */
  end: z.strictObject({ at: Millis, reason: EndReason.nullable() }).nullable(),
  driver: z.strictObject({ firstName: z.string(), vehicleKind: VehicleKind.nullable() }).nullable(),
  /** The customer's own stop, as long as they may see who drives there. */
  destination: z.strictObject({ lat: Latitude, lng: Longitude }).nullable(),
  point: z.strictObject({ lat: Latitude, lng: Longitude, headingDeg: z.number().nullable(), at: Millis }).nullable(),
  /** The newest position is older than it should be. */
  stale: z.boolean(),
});
export type CustomerView = z.infer<typeof CustomerView>;

export const TrackDown = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("view"), version: z.int().min(1), now: Millis, view: CustomerView }),
]);
export type TrackDown = z.infer<typeof TrackDown>;
