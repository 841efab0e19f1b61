import type { LiveFacts } from "../../platform/live-facts.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import { closing, FORBIDDEN, type Refusal, refuseSocket } from "../lib/refuse-socket.ts";
import type { TicketGate } from "../lib/ticket-gate.ts";
import type { AwakeTrip } from "./open-trip.ts";
import type { TripScene } from "./trip-scene.ts";

/** Lets somebody in, which spends the ticket; or says why not. */
function admit(
  { scene, tickets }: { scene: TripScene; tickets: TicketGate },
  socket: WebSocket,
  facts: LiveFacts,
  now: number,
): Refusal | null {
  const { brief, sockets } = scene;
  if (facts.tenantId !== brief.tenantId) return FORBIDDEN;
  if (facts.kind === "link") {
    const carries = brief.stops.some(({ shipments }) => shipments.some((one) => one.shipmentId === facts.shipmentId));
    if (!carries) return closing(CLOSE.ended, "not on this trip");
    return sockets.admitLink(socket, facts, now) ? null : closing(CLOSE.tooMany, "this link is open too often");
  }
  if (facts.place !== brief.tripId) return FORBIDDEN;
  // A driver's ticket names the trip that the driver was on when it was made out.
  if (facts.role === "driver" ? facts.personId !== brief.driverId : facts.role === "store") return FORBIDDEN;
  const { ticketId: id, sessionId, expiresAt } = facts;
  if (!tickets.spend({ id, sessionId, expiresAt }, now)) return closing(CLOSE.authExpired, "the ticket is no good");
  return sockets.admitPerson(socket, facts, now) ? null : closing(CLOSE.tooMany, "too many sockets are open");
}

/** Opens a socket and says its first word. */
export function letIn({ trip, tickets, upkeep }: AwakeTrip, facts: LiveFacts, now: number): Response {
  const { scene, feed } = trip;
  const { 0: client, 1: server } = new WebSocketPair();
  const refused = admit({ scene, tickets }, server, facts, now);
  if (refused) return refuseSocket(refused);
  if (facts.kind === "link") feed.greetCustomer(server, now);
  else if (facts.role !== "driver") feed.greetStaff(server, now);
  upkeep.arm("tickets", facts.kind === "link" ? facts.expiresAt : facts.authUntil);
  upkeep.socketsChanged(now);
  return new Response(null, { status: 101, webSocket: client });
}
