import type { Result } from "../../domain/result.ts";
import { type LiveTicket, verifyLiveTicket } from "../../platform/live-ticket.ts";
import { importSigningKeys } from "../../platform/signing-keys.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { RegionPlace } from "../../platform/object-stubs.ts";
import type { RegionStore } from "./region-store.ts";
import type { Viewer, ViewerHub } from "./viewer-hub.ts";

export type SpentTicket = Pick<LiveTicket, "ticketId" | "sessionId" | "personId" | "expiresAt">;
type VerifyTicket = (ticket: string, now: number) => Promise<Result<LiveTicket, unknown>>;

interface Renewal {
  readonly hub: ViewerHub;
  readonly place: RegionPlace;
  readonly verify: VerifyTicket;
  /** True once for each ticket; a replica has to ask its region. */
  readonly spend: (ticket: SpentTicket, now: number) => Promise<boolean>;
}

export function ticketVerifier(env: Pick<Env, "SIGNING_KEYS">): VerifyTicket {
  return async (ticket, now) => {
    const keys = await importSigningKeys(env.SIGNING_KEYS);
    return keys.ok ? verifyLiveTicket(keys.value, ticket, now) : keys;
  };
}

/** Lengthens a socket's time by another ticket of the same session for the same region. Anything else ends it. */
export async function renewTicket(
  { hub, place, verify, spend }: Renewal,
  viewer: Viewer,
  ticket: string,
  now: number,
): Promise<void> {
  const verified = await verify(ticket, now);
  const isGood = verified.ok && isSame(verified.value, viewer, place) && (await spend(verified.value, now));
  if (!hub.get(viewer.socket)) return;
  if (isGood) {
    const { authUntil } = verified.value;
    hub.note(viewer, { authUntil });
    hub.send(viewer, JSON.stringify({ type: "auth", authUntil }), now);
  } else hub.end(viewer, CLOSE.authExpired, "the ticket is not good");
}

function isSame(ticket: LiveTicket, { known }: Viewer, { tenantId, regionId }: RegionPlace): boolean {
  return (
    ticket.tenantId === tenantId &&
    ticket.place === regionId &&
    ticket.personId === known.personId &&
    ticket.sessionId === known.sessionId
  );
}

/** True once for each ticket, and never after its session or its person was sent away. */
export function isSpent(store: RegionStore, ticket: SpentTicket, now: number): boolean {
  const { ticketId: id, sessionId, personId, expiresAt } = ticket;
  return !store.hasEnded(personId, now) && store.tickets.spend({ id, sessionId, expiresAt }, now);
}
