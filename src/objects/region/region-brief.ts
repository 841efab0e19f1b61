import * as z from "zod";
import type { LadderLimits } from "../../domain/region/ladder.ts";
import { RegionId, TenantId } from "../../protocol/ids.ts";
import { Latitude, Longitude } from "../../protocol/live/trip-brief.ts";

const Count = z.int().min(0);
/** For tests, and for a region that needs others than everybody. */
const Ladder = z.strictObject({
  tripsPerShard: Count.min(1),
  shardsMax: Count,
  rootViewers: Count,
  replicaViewers: Count.min(1),
  replicasMax: Count,
}) satisfies z.ZodType<LadderLimits>;

/** All that a region's object is told by the outside. `centroid` only makes frames smaller. */
export const RegionBrief = z.strictObject({
  tenantId: TenantId,
  regionId: RegionId,
  name: z.string(),
  centroid: z.strictObject({ lat: Latitude, lng: Longitude }).nullable().default(null),
  timeZone: z.string().nullable().default(null),
  ladder: Ladder.nullable().default(null),
});
export type RegionBrief = z.output<typeof RegionBrief>;
export type RegionBriefInput = z.input<typeof RegionBrief>;
