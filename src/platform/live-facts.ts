import * as z from "zod";
import { PersonRole } from "../protocol/account.ts";
import { DriverId, LinkId, RegionId, ShipmentId, TenantId, TripId, UserId } from "../protocol/ids.ts";
import { Millis } from "../protocol/live/fix.ts";

/** The header in which the Worker tells an object whom it lets in. Whatever a client sent under this name is dropped. */
const FACTS_HEADER = "x-doorstep-live";

/** The header in which a region names the replica of it that has room for one more map. */
const REPLICA_HEADER = "x-doorstep-replica";
/** Misdirected: another object of the same region answers this. */
const MISDIRECTED = 421;
const ReplicaNumber = z.coerce.number().int().min(0);

const Person = z.strictObject({
  kind: z.literal("person"),
  tenantId: TenantId,
  personId: z.union([UserId, DriverId]),
  sessionId: z.string(),
  role: PersonRole,
  storeCode: z.string().nullable(),
  place: z.union([TripId, RegionId]),
  ticketId: z.string(),
  expiresAt: Millis,
  authUntil: Millis,
});

const Link = z.strictObject({
  kind: z.literal("link"),
  tenantId: TenantId,
  linkId: LinkId,
  shipmentId: ShipmentId,
  expiresAt: Millis,
});

/** Who connects, as verified before the object: the only source of identity that an object knows. */
export const LiveFacts = z.discriminatedUnion("kind", [Person, Link]);
export type LiveFacts = z.infer<typeof LiveFacts>;
export type PersonFacts = z.infer<typeof Person>;
export type LinkFacts = z.infer<typeof Link>;

/** The upgrade as an object gets it: nothing of the client's request but that it is one. */
export function upgradeRequest(facts: LiveFacts): Request {
  const headers = new Headers({ upgrade: "websocket", [FACTS_HEADER]: JSON.stringify(facts) });
  return new Request("https://object/live", { headers });
}

/** Throws on anything that the Worker did not write. */
export function readLiveFacts(request: Request): LiveFacts {
  return LiveFacts.parse(JSON.parse(request.headers.get(FACTS_HEADER) ?? "null"));
}

/** A region's answer instead of a socket: connect to this replica. */
export function sendToReplica(replica: number): Response {
  return new Response(null, { status: MISDIRECTED, headers: { [REPLICA_HEADER]: String(replica) } });
}

/** Null unless that is what the region said. */
export function replicaToAsk({ status, headers }: Response): number | null {
  return status === MISDIRECTED ? ReplicaNumber.parse(headers.get(REPLICA_HEADER)) : null;
}
