import type { LiveFacts } from "../../platform/live-facts.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { RegionRoom } from "./region-room.ts";
import type { RegionStore } from "./region-store.ts";
import { isSpent } from "./renew-ticket.ts";
import type { ViewerHub } from "./viewer-hub.ts";

/** A status for what only a broken Worker would send; a close code for what a client may want to read. */
export type Refusal =
  | { readonly kind: "status" }
  | { readonly kind: "close"; readonly code: number; readonly reason: string };

const STATUS: Refusal = { kind: "status" };

/** Why somebody may not look at this region; null to let them in, which spends the ticket. */
export function refusal(
  { room, store, hub }: { room: RegionRoom; store: RegionStore; hub: ViewerHub },
  facts: LiveFacts,
  now: number,
): Refusal | null {
  const { tenantId, regionId } = room.brief;
  if (facts.kind !== "person" || facts.tenantId !== tenantId || facts.place !== regionId) return STATUS;
  if (facts.role !== "admin" && facts.role !== "dispatcher") return STATUS;
  if (!isSpent(store, facts, now)) return close(CLOSE.authExpired, "the ticket is not good");
  if (!hub.hasRoomFor(facts.personId)) return close(CLOSE.tooMany, "too many maps are open");
  return null;
}

function close(code: number, reason: string): Refusal {
  return { kind: "close", code, reason };
}
