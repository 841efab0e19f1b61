import * as z from "zod";
import { DriverId, TripId } from "./ids.ts";
import { Millis } from "./live/fix.ts";

/** Where somebody sees where a driver is. */
export const LocationSurface = z.enum(["live-map", "tracking", "history"]);
export type LocationSurface = z.infer<typeof LocationSurface>;

/** As whom somebody looked. Whoever holds a tracking link is a customer. */
export const ViewerRole = z.enum(["admin", "dispatcher", "store", "driver", "key", "customer"]);
export type ViewerRole = z.infer<typeof ViewerRole>;

/** That somebody saw where a driver was. */
export const LocationLook = z.strictObject({
  driverId: DriverId,
  viewer: z.string().meta({ description: "The id of a person, a key or a link" }),
  viewerRole: ViewerRole,
  surface: LocationSurface,
  tripId: TripId.nullable(),
  at: Millis,
});
export type LocationLook = z.infer<typeof LocationLook>;

/** Whoever looks. */
export type Looker = Pick<LocationLook, "viewer" | "viewerRole">;
