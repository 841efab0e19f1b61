import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type LiveTicket, verifyLiveTicket } from "../platform/live-ticket.ts";
import { RegionId, type TripId } from "../protocol/ids.ts";
import { LIVE_PROTOCOL } from "../protocol/live/live-protocol.ts";
import { TICKET_PREFIX } from "../protocol/live/ticket.ts";
import type { LiveDeps } from "./live-deps.ts";

export interface Knock {
  /** What the client offers in Sec-WebSocket-Protocol. */
  readonly protocols: string | undefined;
  /** Null for programs without pages. */
  readonly origin: string | null;
  /** From where our pages and those of friends may connect; compared whole, never by a part. */
  readonly origins: ReadonlySet<string>;
}

/** Lets in whoever holds a good ticket for a socket of this kind and comes from a page that may. */
export async function admitTicket(
  deps: Pick<LiveDeps, "keys" | "now">,
  { protocols, origin, origins }: Knock,
  wanted: { kind: "driver" } | { kind: "place"; place: TripId | RegionId },
): Promise<Result<LiveTicket, Failure>> {
  if (origin !== null && !origins.has(origin)) return err({ tag: "forbidden" });
  const offered = (protocols ?? "").split(",").map((protocol) => protocol.trim());
  const written = offered.find((protocol) => protocol.startsWith(TICKET_PREFIX));
  if (written === undefined || !offered.includes(LIVE_PROTOCOL)) return err({ tag: "unauthenticated" });
  const ticket = await verifyLiveTicket(await deps.keys(), written.slice(TICKET_PREFIX.length), deps.now());
  if (!ticket.ok) return err({ tag: "unauthenticated" });
  const { native, role, place } = ticket.value;
  if (origin === null && !native) return err({ tag: "forbidden" });
  const isRight = wanted.kind === "driver" ? role === "driver" && isTrip(place) : place === wanted.place;
  return isRight ? ok(ticket.value) : err({ tag: "unauthenticated" });
}

function isTrip(place: LiveTicket["place"]): place is TripId {
  return !RegionId.safeParse(place).success;
}
