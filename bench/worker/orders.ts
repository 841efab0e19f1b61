import * as z from "zod";
import { RegionBrief } from "../../src/objects/region/region-brief.ts";
import { LiveFacts } from "../../src/platform/live-facts.ts";
import { TenantId, TripId } from "../../src/protocol/ids.ts";
import { TripBrief } from "../../src/protocol/live/trip-brief.ts";

/** Says which door an upgrade wants, as the Worker would have learnt it from a ticket or a link. */
export const DOOR_HEADER = "x-bench-door";

/** `tripId` for whoever comes with a link, which names a shipment only. */
export const DoorOrder = z.strictObject({ facts: LiveFacts, tripId: TripId.nullable() });
export type DoorOrder = z.infer<typeof DoorOrder>;

export const OpenOrder = z.strictObject({ region: RegionBrief, trips: z.array(TripBrief) });
export type OpenOrder = z.input<typeof OpenOrder>;

export const CountOrder = z.strictObject({
  tenantId: TenantId,
  regionId: RegionBrief.shape.regionId,
  tripIds: z.array(TripId),
});
export type CountOrder = z.infer<typeof CountOrder>;

const Count = z.number();

/** The sum over the trips asked for, and the region's own. */
export const Counted = z.object({
  trips: z.object({ rowsWritten: Count, regionCalls: Count, frames: Count, bytes: Count, alarmsSet: Count }),
  region: z.object({ reports: Count, ticks: Count, timers: Count, frames: Count, bytes: Count, rowsWritten: Count }),
});
export type Counted = z.infer<typeof Counted>;
