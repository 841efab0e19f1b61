import * as z from "zod";

export const ShipmentKind = z.enum(["delivery", "pickup", "return", "passenger"]);
export type ShipmentKind = z.infer<typeof ShipmentKind>;

export const ShipmentStatus = z.enum([
  "created",
  "assigned",
  "picked_up",
  "out_for_delivery",
  "arriving",
  "arrived",
  "delivered",
  "failed",
  "returned",
  "cancelled",
]);
export type ShipmentStatus = z.infer<typeof ShipmentStatus>;

/** Most carriers come three times; then whoever waits fetches it, or it goes back. */
export const DELIVERY_ATTEMPTS_MAX = 3;
