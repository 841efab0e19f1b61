import * as z from "zod";

export const TripStatus = z.enum(["planned", "active", "paused", "completed", "cancelled"]);
export type TripStatus = z.infer<typeof TripStatus>;

export const StopStatus = z.enum(["pending", "en_route", "arrived", "done", "failed", "skipped"]);
export type StopStatus = z.infer<typeof StopStatus>;

/** What happens to a shipment at a stop. */
export const StopAction = z.enum(["pickup", "dropoff"]);
export type StopAction = z.infer<typeof StopAction>;
