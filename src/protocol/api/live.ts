import * as z from "zod";
import { LIVE_PROTOCOL } from "../live/live-protocol.ts";
import { TicketFor } from "../live/ticket.ts";
import { endpoint } from "./endpoint.ts";
import { secretText } from "./secret-text.ts";

export const LiveTicket = z
  .strictObject({
    ticket: secretText("Good once, for 30 seconds"),
    path: z.string().meta({ description: "The socket that it opens" }),
    protocols: z.tuple([z.literal(LIVE_PROTOCOL), z.string()]).meta({ description: "What to offer when connecting" }),
    expiresAt: z.int(),
    authUntil: z.int().meta({ description: "Send another ticket over the open socket before this" }),
  })
  .meta({ id: "LiveTicket" });
export type LiveTicket = z.infer<typeof LiveTicket>;

export const issueLiveTicket = endpoint({
  method: "post",
  path: "/live/tickets",
  access: { resource: "session", action: "read" },
  limit: "critical",
  priority: "critical",
  operationId: "issueLiveTicket",
  secretAnswer: "Sent again, it makes another ticket; an unused one is good for nothing after 30 seconds.",
  tag: "Live",
  summary: "A ticket for a socket",
  description:
    "Offered in Sec-WebSocket-Protocol as `ticket.<ticket>` beside `doorstep.v1`. Works while the database does not. Programs that send no Origin ask for a native one.",
  body: z.strictObject({ for: TicketFor, native: z.boolean().default(false) }),
  status: 201,
  output: LiveTicket,
  errors: ["not-found", "session-ended", "off-duty", "forbidden"],
});
