import * as z from "zod";
import type { PersonId } from "../domain/caller.ts";
import { err, type Result } from "../domain/result.ts";
import { DriverId, TenantId, UserId } from "../protocol/ids.ts";
import { signToken, type TokenError, type TokenKind, verifyToken } from "./signed-token.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** Time to find the phone with the authenticator, and too short to be worth stealing. */
const STEP_TICKET_SECONDS = 300;
const SECOND_MS = 1_000;

/** The one thing that the bearer of a half-way ticket may do next. */
const StepPurpose = z.enum(["second-factor", "set-up-factor", "choose-account"]);
export type StepPurpose = z.infer<typeof StepPurpose>;

const Wire = z.object({
  sub: z.union([UserId, DriverId]),
  tid: TenantId,
  purpose: StepPurpose,
  jti: z.uuid(),
  exp: z.int(),
});

export interface StepClaims {
  readonly personId: PersonId;
  readonly tenantId: TenantId;
  readonly purpose: StepPurpose;
}

/** `ticketId` and `expiresAt` (milliseconds) are for the person's object, which lets each ticket be spent once. */
export interface StepTicket extends StepClaims {
  readonly ticketId: string;
  readonly expiresAt: number;
}

const STEP: TokenKind<StepTicket> = {
  type: "step+jwt",
  audience: "doorstep-sign-in",
  lifetimeSeconds: STEP_TICKET_SECONDS,
  claims: Wire.transform(({ sub, tid, purpose, jti, exp }) => ({
    personId: sub,
    tenantId: tid,
    purpose,
    ticketId: jti,
    expiresAt: exp * SECOND_MS,
  })),
};

export async function issueStepTicket(keys: SigningKeys, claims: StepClaims, now: number): Promise<string> {
  return signToken(keys, STEP, { sub: claims.personId, tid: claims.tenantId, purpose: claims.purpose }, now);
}

/** A ticket for another purpose is no ticket. Whether it was spent before is the object's to say. */
export async function verifyStepTicket(
  keys: SigningKeys,
  ticket: string,
  purpose: StepPurpose,
  now: number,
): Promise<Result<StepTicket, TokenError>> {
  const verified = await verifyToken(keys, STEP, ticket, now);
  return verified.ok && verified.value.purpose !== purpose ? err({ tag: "invalid" }) : verified;
}
