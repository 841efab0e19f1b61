import type { LiveFacts, PersonFacts } from "../../platform/live-facts.ts";
import type { RegionPlace } from "../../platform/object-stubs.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import { closing, FORBIDDEN, type Refusal } from "../lib/refuse-socket.ts";
import type { RegionRoom } from "./region-room.ts";
import type { RegionStore } from "./region-store.ts";
import { isSpent } from "./renew-ticket.ts";
import type { ViewerHub } from "./viewer-hub.ts";

export const CROWDED = closing(CLOSE.tooMany, "too many maps are open");

/** Why somebody may not look at this region; null to let them in, which spends the ticket. */
export function refusal(
  { room, store, hub }: { room: RegionRoom; store: RegionStore; hub: ViewerHub },
  facts: LiveFacts,
  now: number,
): Refusal | null {
  if (!mayWatch(facts, room.brief)) return FORBIDDEN;
  if (!isSpent(store, facts, now)) return closing(CLOSE.authExpired, "the ticket is not good");
  if (!hub.hasRoomFor(facts.personId)) return CROWDED;
  return null;
}

/** A replica asks no more than this: its region has asked the rest before it sent somebody there. */
export function mayWatch(facts: LiveFacts, { tenantId, regionId }: RegionPlace): facts is PersonFacts {
  if (facts.kind !== "person" || facts.tenantId !== tenantId || facts.place !== regionId) return false;
  return facts.role === "admin" || facts.role === "dispatcher";
}
