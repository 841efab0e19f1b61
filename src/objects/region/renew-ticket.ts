import type { Result } from "../../domain/result.ts";
import type { LiveTicket } from "../../platform/live-ticket.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { RegionBrief } from "./region-brief.ts";
import type { RegionStore } from "./region-store.ts";
import type { Viewer, ViewerHub } from "./viewer-hub.ts";

type VerifyTicket = (ticket: string, now: number) => Promise<Result<LiveTicket, unknown>>;

type Renewal = { hub: ViewerHub; store: RegionStore; brief: RegionBrief; verify: VerifyTicket };

/** Lengthens a socket's time by another ticket of the same session for the same region. Anything else ends it. */
export async function renewTicket(
  { hub, store, brief, verify }: Renewal,
  viewer: Viewer,
  ticket: string,
  now: number,
): Promise<void> {
  const verified = await verify(ticket, now);
  if (!hub.get(viewer.socket)) return;
  if (verified.ok && isSame(verified.value, viewer, brief) && isSpent(store, verified.value, now)) {
    const { authUntil } = verified.value;
    hub.note(viewer, { authUntil });
    hub.send(viewer, JSON.stringify({ type: "auth", authUntil }), now);
  } else hub.end(viewer, CLOSE.authExpired, "the ticket is not good");
}

function isSame(ticket: LiveTicket, { known }: Viewer, { tenantId, regionId }: RegionBrief): boolean {
  return (
    ticket.tenantId === tenantId &&
    ticket.place === regionId &&
    ticket.personId === known.personId &&
    ticket.sessionId === known.sessionId
  );
}

/** True once for each ticket, and never after its session or its person was sent away. */
export function isSpent(
  store: RegionStore,
  ticket: Pick<LiveTicket, "ticketId" | "sessionId" | "personId" | "expiresAt">,
  now: number,
): boolean {
  const { ticketId: id, sessionId, personId, expiresAt } = ticket;
  return !store.hasEnded(personId, now) && store.tickets.spend({ id, sessionId, expiresAt }, now);
}
