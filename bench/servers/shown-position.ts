import * as z from "zod";
import { LocationUpdate } from "../../src/protocol/live/driver-up.ts";
import { readFix } from "../../src/protocol/live/fix.ts";

/** What customers and dispatchers of the systems compared are told: the trip, and a point as Doorstep's staff sees it. */
export const ShownPosition = z.object({
  tripId: z.int(),
  point: z.object({
    lat: z.number(),
    lng: z.number(),
    speedMps: z.number().nullable(),
    headingDeg: z.number().nullable(),
    accuracyM: z.number().nullable(),
    at: z.int(),
  }),
});
export type ShownPosition = z.infer<typeof ShownPosition>;

/** Doorstep's own check of the same frame; null where it does not pass. */
export function shownPosition(tripId: number, update: unknown): ShownPosition | null {
  const [wire] = LocationUpdate.safeParse(update).data?.fixes ?? [];
  if (!wire) return null;
  const { lat, lng, speedMps, headingDeg, accuracyM, at } = readFix(wire);
  return { tripId, point: { lat, lng, speedMps, headingDeg, accuracyM, at } };
}

/** Who connects: drivers speak, customers hear of one trip, dispatchers of all. */
export const Visitor = z.discriminatedUnion("role", [
  z.object({ role: z.literal("driver"), tripId: z.coerce.number().int() }),
  z.object({ role: z.literal("customer"), tripId: z.coerce.number().int() }),
  z.object({ role: z.literal("dispatcher") }),
]);
export type Visitor = z.infer<typeof Visitor>;
