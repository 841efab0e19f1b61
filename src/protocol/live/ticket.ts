import * as z from "zod";
import { RegionId, TripId } from "../ids.ts";

export const TICKET_PREFIX = "ticket.";

/** Which socket a ticket opens. A driver's leads to the trip that is open now. */
export const TicketFor = z.discriminatedUnion("for", [
  z.strictObject({ for: z.literal("driver") }),
  z.strictObject({ for: z.literal("region"), regionId: RegionId }),
  z.strictObject({ for: z.literal("trip"), tripId: TripId }),
]);
export type TicketFor = z.infer<typeof TicketFor>;
