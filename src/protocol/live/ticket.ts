import * as z from "zod";
import { RegionId, TripId } from "../ids.ts";

/** What the server selects; a client offers it beside `ticket.<ticket>`, so that no ticket ever stands in an address. */
export const LIVE_PROTOCOL = "doorstep.v1";
export const TICKET_PREFIX = "ticket.";

/** Which socket a ticket opens. A driver's leads to the trip that is open now. */
export const TicketFor = z.discriminatedUnion("for", [
  z.strictObject({ for: z.literal("driver") }),
  z.strictObject({ for: z.literal("region"), regionId: RegionId }),
  z.strictObject({ for: z.literal("trip"), tripId: TripId }),
]);
export type TicketFor = z.infer<typeof TicketFor>;
