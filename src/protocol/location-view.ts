import * as z from "zod";

/** Where somebody sees where a driver is. */
export const LocationSurface = z.enum(["live-map", "tracking", "history"]);
export type LocationSurface = z.infer<typeof LocationSurface>;

/** As whom somebody looked. Whoever holds a tracking link is a customer. */
export const ViewerRole = z.enum(["admin", "dispatcher", "store", "driver", "key", "customer"]);
export type ViewerRole = z.infer<typeof ViewerRole>;
