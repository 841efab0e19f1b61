import * as z from "zod";
import { GeofenceRules, GeofenceShape } from "../geofence.ts";
import { GeofenceId } from "../ids.ts";
import { Latitude, Longitude } from "./trip-brief.ts";

/** A rule about a place as objects hold it: names and dates stay in Postgres. */
export const LiveFence = z.strictObject({ fenceId: GeofenceId, shape: GeofenceShape, rules: GeofenceRules });
export type LiveFence = z.infer<typeof LiveFence>;

/** A region's active fences. Each change of any of them has the next number; 0 before the first. */
export const RegionFences = z.strictObject({ version: z.int().min(0), fences: z.array(LiveFence) });
export type RegionFences = z.infer<typeof RegionFences>;

/** Those of a region's fences that a trip holds: the nearest to where it was when it asked. */
export const NearFences = z.strictObject({
  ...RegionFences.shape,
  around: z.strictObject({ lat: Latitude, lng: Longitude }).nullable(),
  /** Up to this far around none is missing; null where the trip holds all of its region's. */
  completeM: z.number().min(0).nullable(),
});
export type NearFences = z.infer<typeof NearFences>;
