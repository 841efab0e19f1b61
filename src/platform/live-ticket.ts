import * as z from "zod";
import type { Result } from "../domain/result.ts";
import { PersonRole } from "../protocol/account.ts";
import { DriverId, RegionId, TenantId, TripId, UserId } from "../protocol/ids.ts";
import { signToken, type TokenError, type TokenKind, verifyToken } from "./signed-token.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** Long enough for a slow phone to connect after it asked, too short to be worth stealing. */
export const LIVE_TICKET_SECONDS = 30;
const SECOND_MS = 1_000;

const Wire = z.object({
  sub: z.union([UserId, DriverId]),
  tid: TenantId,
  sid: z.string(),
  role: PersonRole,
  /** The object that it opens, and no other. */
  place: z.union([TripId, RegionId]),
  store: z.string().nullable(),
  /** Asked for by a program without pages, which sends no Origin. */
  native: z.boolean(),
  /** Until when the socket may stay open without another ticket, in milliseconds. */
  until: z.int(),
  jti: z.uuid(),
  exp: z.int(),
});

/** `ticketId` and `expiresAt` (milliseconds) are for the object that it opens, which lets each ticket be spent once. */
const LiveTicketClaims = Wire.transform(({ sub, tid, sid, role, place, store, native, until, jti, exp }) => ({
  personId: sub,
  tenantId: tid,
  sessionId: sid,
  role,
  place,
  storeCode: store,
  native,
  authUntil: until,
  ticketId: jti,
  expiresAt: exp * SECOND_MS,
}));
export type LiveTicket = z.output<typeof LiveTicketClaims>;

const LIVE: TokenKind<LiveTicket> = {
  type: "live+jwt",
  audience: "doorstep-live",
  lifetimeSeconds: LIVE_TICKET_SECONDS,
  claims: LiveTicketClaims,
};

export async function issueLiveTicket(
  keys: SigningKeys,
  ticket: Omit<LiveTicket, "ticketId" | "expiresAt">,
  now: number,
): Promise<string> {
  const { personId, tenantId, sessionId, role, place, storeCode, native, authUntil } = ticket;
  const claims = { sub: personId, tid: tenantId, sid: sessionId, role, place, store: storeCode, native };
  return signToken(keys, LIVE, { ...claims, until: authUntil }, now);
}

/** Whether it was spent before is the object's to say. */
export async function verifyLiveTicket(
  keys: SigningKeys,
  ticket: string,
  now: number,
): Promise<Result<LiveTicket, TokenError>> {
  return verifyToken(keys, LIVE, ticket, now);
}
