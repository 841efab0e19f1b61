import * as z from "zod";
import { RegionId, TenantId } from "../../protocol/ids.ts";
import { Latitude, Longitude } from "../../protocol/live/trip-brief.ts";

/** All that a region's object is told by the outside. `centroid` only makes frames smaller. */
export const RegionBrief = z.strictObject({
  tenantId: TenantId,
  regionId: RegionId,
  name: z.string(),
  centroid: z.strictObject({ lat: Latitude, lng: Longitude }).nullable().default(null),
  timeZone: z.string().nullable().default(null),
});
export type RegionBrief = z.output<typeof RegionBrief>;
export type RegionBriefInput = z.input<typeof RegionBrief>;
