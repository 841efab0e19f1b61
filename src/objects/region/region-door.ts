import type { LiveFacts, PersonFacts } from "../../platform/live-facts.ts";
import type { RegionPlace } from "../../platform/object-stubs.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { RegionRoom } from "./region-room.ts";
import type { RegionStore } from "./region-store.ts";
import { isSpent } from "./renew-ticket.ts";
import type { ViewerHub } from "./viewer-hub.ts";

/** A status for what only a broken Worker would send; a close code for what a client may want to read. */
export type Refusal = { readonly kind: "status" } | ClosingRefusal;
interface ClosingRefusal {
  readonly kind: "close";
  readonly code: number;
  readonly reason: string;
}

const STATUS: Refusal = { kind: "status" };
export const CROWDED: ClosingRefusal = { kind: "close", code: CLOSE.tooMany, reason: "too many maps are open" };

/** Why somebody may not look at this region; null to let them in, which spends the ticket. */
export function refusal(
  { room, store, hub }: { room: RegionRoom; store: RegionStore; hub: ViewerHub },
  facts: LiveFacts,
  now: number,
): Refusal | null {
  if (!mayWatch(facts, room.brief)) return STATUS;
  if (!isSpent(store, facts, now)) return close(CLOSE.authExpired, "the ticket is not good");
  if (!hub.hasRoomFor(facts.personId)) return CROWDED;
  return null;
}

/** A replica asks no more than this: its region has asked the rest before it sent somebody there. */
export function mayWatch(facts: LiveFacts, { tenantId, regionId }: RegionPlace): facts is PersonFacts {
  if (facts.kind !== "person" || facts.tenantId !== tenantId || facts.place !== regionId) return false;
  return facts.role === "admin" || facts.role === "dispatcher";
}

/** Only on an accepted socket can a browser read the reason. */
export function refuseSocket({ code, reason }: ClosingRefusal): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(code, reason);
  return new Response(null, { status: 101, webSocket: client });
}

function close(code: number, reason: string): Refusal {
  return { kind: "close", code, reason };
}
