import { type Caller, type KnownCaller, personIdOf, roleOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayLocation, mayTrip } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { ACCESS_TOKEN_SECONDS } from "../platform/access-token.ts";
import { issueLiveTicket, LIVE_TICKET_SECONDS } from "../platform/live-ticket.ts";
import type { LimitVerdict } from "../platform/take-limit.ts";
import { PersonRole } from "../protocol/account.ts";
import type { LiveTicket } from "../protocol/api/live.ts";
import { LIVE_PROTOCOL } from "../protocol/live/live-protocol.ts";
import { TICKET_PREFIX, type TicketFor } from "../protocol/live/ticket.ts";
import type { RegionId, TenantId, TripId } from "../protocol/ids.ts";
import type { LiveDeps } from "./live-deps.ts";
import { openRegion } from "./live-regions.ts";

const SECOND_MS = 1_000;

type Session = Extract<KnownCaller, { sessionId: string }>;
type TicketDeps = LiveDeps & {
  /** The tenant's own bucket. */
  readonly takeLimit: (limit: "tenant-sockets", tenantId: TenantId) => Promise<LimitVerdict>;
};
interface Place {
  readonly place: TripId | RegionId;
  readonly path: string;
}

/** A ticket for whoever may open that socket now. The person's object has the last word: a session may be over while its access token lives. */
export async function makeTicket(
  deps: TicketDeps,
  { for: wanted, native }: { for: TicketFor; native: boolean },
): Promise<Result<LiveTicket, Failure>> {
  const { caller } = deps;
  const personId = personIdOf(caller);
  if (!hasSession(caller) || personId === undefined) return err({ tag: "forbidden" });
  const found = await placeOf(deps, caller, wanted);
  if (!found.ok) return found;
  const { tenantId, sessionId } = caller;
  const taken = await deps.takeLimit("tenant-sockets", tenantId);
  if (!taken.ok) return err({ tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds });
  const now = deps.now();
  const { place, path } = found.value;
  const authUntil = now + ACCESS_TOKEN_SECONDS * SECOND_MS;
  if (!(await deps.account(tenantId, personId).goLive(sessionId, place, authUntil)))
    return err({ tag: "session-ended" });
  const role = PersonRole.parse(roleOf(caller));
  const storeCode = (caller.kind === "user" ? caller.storeCode : undefined) ?? null;
  const claims = { personId, tenantId, sessionId, role, place, storeCode, native, authUntil };
  const ticket = await issueLiveTicket(await deps.keys(), claims, now);
  return ok({
    ticket,
    path,
    protocols: [LIVE_PROTOCOL, TICKET_PREFIX + ticket],
    expiresAt: now + LIVE_TICKET_SECONDS * SECOND_MS,
    authUntil,
  });
}

/** The object that is asked for, if the caller may look at it. Another tenant's is never found: its name would be another. */
async function placeOf(deps: LiveDeps, caller: Session, wanted: TicketFor): Promise<Result<Place, Failure>> {
  switch (wanted.for) {
    case "driver":
      return dutyOf(deps, caller);
    case "region":
      return regionOf(deps, caller, wanted.regionId);
    case "trip":
      return tripOf(deps, caller, wanted.tripId);
  }
}

async function dutyOf(deps: LiveDeps, caller: Session): Promise<Result<Place, Failure>> {
  if (caller.kind !== "driver") return err({ tag: "forbidden" });
  const place = await deps.account(caller.tenantId, caller.driverId).duty();
  return place === null ? err({ tag: "off-duty" }) : ok({ place, path: "/ws/driver" });
}

async function regionOf(deps: LiveDeps, caller: Session, regionId: RegionId): Promise<Result<Place, Failure>> {
  const { tenantId } = caller;
  if (!mayLocation(caller, "list", { tenantId, regionId })) return err({ tag: "not-found" });
  const opened = await openRegion(deps, tenantId, regionId);
  return opened.ok ? ok({ place: regionId, path: `/ws/region/${regionId}` }) : opened;
}

async function tripOf(deps: LiveDeps, caller: Session, tripId: TripId): Promise<Result<Place, Failure>> {
  const { tenantId } = caller;
  const owner = await deps.trip(tenantId, tripId).owner();
  if (!owner || caller.kind === "driver" || !mayTrip(caller, "read", { tenantId, ...owner }))
    return err({ tag: "not-found" });
  return ok({ place: tripId, path: `/ws/trip/${tripId}` });
}

function hasSession(caller: Caller): caller is Session {
  return "sessionId" in caller;
}
