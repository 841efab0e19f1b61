import * as z from "zod";

export const TripStatus = z.enum(["planned", "active", "paused", "completed", "cancelled"]);
export type TripStatus = z.infer<typeof TripStatus>;

/** Why a trip is called off: for the staff, since its parcels go on another one. */
export const TripCallOffReason = z.enum([
  "driver-unavailable",
  "vehicle-unavailable",
  "weather",
  "no-work",
  "replanned",
]);
export type TripCallOffReason = z.infer<typeof TripCallOffReason>;

export const StopStatus = z.enum(["pending", "en_route", "arrived", "done", "failed", "skipped"]);
export type StopStatus = z.infer<typeof StopStatus>;

/** What happens to a shipment at a stop. */
export const StopAction = z.enum(["pickup", "dropoff"]);
export type StopAction = z.infer<typeof StopAction>;
