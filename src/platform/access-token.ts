import * as z from "zod";
import type { Caller } from "../domain/caller.ts";
import type { Result } from "../domain/result.ts";
import { type PersonRole, UserRole } from "../protocol/account.ts";
import { DriverId, RegionId, TenantId, UserId } from "../protocol/ids.ts";
import { signToken, type TokenError, type TokenKind, verifyToken } from "./signed-token.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** Short, because a token that was signed cannot be called back; ten minutes cost one refresh call each. */
export const ACCESS_TOKEN_SECONDS = 600;
/** As base64url about 45 characters each: 64 keep the token under its 4 KiB. Whoever needs more is not limited to regions. */
export const TOKEN_REGIONS_MAX = 64;

const common = {
  tid: TenantId,
  sid: z.string().regex(/^[\w-]{1,64}$/),
};

const Wire = z.discriminatedUnion("role", [
  z.object({
    ...common,
    role: UserRole,
    sub: UserId,
    st: z.string().min(1).max(64).optional(),
    rg: z.array(RegionId).max(TOKEN_REGIONS_MAX).optional(),
  }),
  z.object({ ...common, role: z.literal("driver"), sub: DriverId }),
]);

/** Whom a token is for: a session, and the profile that the person's object keeps. */
export interface AccessSubject {
  readonly tenantId: string;
  readonly personId: string;
  readonly sessionId: string;
  readonly profile: {
    readonly role: PersonRole;
    /** Null: all stores, all regions. */
    readonly storeCode: string | null;
    readonly regionIds: readonly string[] | null;
  };
}

/** Whom a token speaks for. */
export type TokenCaller = Extract<Caller, { kind: "user" | "driver" }>;

const ACCESS: TokenKind<TokenCaller> = {
  type: "at+jwt",
  audience: "doorstep-api",
  lifetimeSeconds: ACCESS_TOKEN_SECONDS,
  claims: Wire.transform(fromWire),
};

/** Throws on a subject that could not be read back: it comes from our own records. */
export async function issueAccessToken(keys: SigningKeys, subject: AccessSubject, now: number): Promise<string> {
  return signToken(keys, ACCESS, Wire.parse(toWire(subject)), now);
}

/** `now` in milliseconds. */
export async function verifyAccessToken(
  keys: SigningKeys,
  token: string,
  now: number,
): Promise<Result<TokenCaller, TokenError>> {
  return verifyToken(keys, ACCESS, token, now);
}

function toWire({ tenantId, personId, sessionId, profile }: AccessSubject) {
  const { role, storeCode, regionIds } = profile;
  const scope = role === "driver" ? {} : { st: storeCode ?? undefined, rg: regionIds ?? undefined };
  return { role, sub: personId, tid: tenantId, sid: sessionId, ...scope };
}

function fromWire(wire: z.output<typeof Wire>): TokenCaller {
  const { tid: tenantId, sid: sessionId } = wire;
  if (wire.role === "driver") return { kind: "driver", tenantId, driverId: wire.sub, sessionId };
  const { role, sub: userId, st: storeCode, rg: regionIds } = wire;
  return { kind: "user", tenantId, userId, role, sessionId, storeCode, regionIds };
}
