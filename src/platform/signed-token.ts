import { errors, jwtVerify, SignJWT } from "jose";
import type * as z from "zod";
import { err, ok, type Result } from "../domain/result.ts";
import { SIGNATURE_ALGORITHM, type SigningKeys } from "./signing-keys.ts";

/** What tells the tokens of one kind from all others that the same keys sign. */
export interface TokenKind<Claims> {
  readonly type: string;
  readonly audience: string;
  readonly lifetimeSeconds: number;
  readonly claims: z.ZodType<Claims>;
}

/** `expired` is said of genuine tokens only: a client may renew those, and nothing else. */
export type TokenError = { readonly tag: "expired" | "invalid" };

const ISSUER = "doorstep";
/** Clocks of two machines of the platform differ by far less. */
const CLOCK_TOLERANCE_SECONDS = 5;
/** A full access token has about 3 KiB; the rest would be work for nothing before the signature is known. */
export const TOKEN_MAX_CHARACTERS = 4_096;
const SECOND_MS = 1_000;

export async function signToken<Claims>(
  keys: SigningKeys,
  kind: TokenKind<Claims>,
  claims: Record<string, unknown>,
  now: number,
): Promise<string> {
  const issuedAt = Math.floor(now / SECOND_MS);
  const token = await new SignJWT({ jti: crypto.randomUUID(), ...claims })
    .setProtectedHeader({ alg: SIGNATURE_ALGORITHM, typ: kind.type, kid: keys.signer.kid })
    .setIssuer(ISSUER)
    .setAudience(kind.audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + kind.lifetimeSeconds)
    .sign(keys.signer.key);
  if (token.length > TOKEN_MAX_CHARACTERS)
    throw new RangeError(`A token of ${token.length} characters cannot be used.`);
  return token;
}

export async function verifyToken<Claims>(
  keys: SigningKeys,
  kind: TokenKind<Claims>,
  token: string,
  now: number,
): Promise<Result<Claims, TokenError>> {
  if (token.length > TOKEN_MAX_CHARACTERS) return err({ tag: "invalid" });
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => verifierOf(keys, kid), {
      algorithms: [SIGNATURE_ALGORITHM],
      typ: kind.type,
      issuer: ISSUER,
      audience: kind.audience,
      requiredClaims: ["exp", "jti"],
      // Looks at iat as well: a token from the future, or one that claims a longer life than its kind has, is none.
      maxTokenAge: kind.lifetimeSeconds,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now),
    });
    const claims = kind.claims.safeParse(payload);
    return claims.success ? ok(claims.data) : err({ tag: "invalid" });
  } catch (error) {
    if (error instanceof errors.JWTExpired) return err({ tag: "expired" });
    if (error instanceof errors.JOSEError) return err({ tag: "invalid" });
    throw error;
  }
}

function verifierOf(keys: SigningKeys, kid: string | undefined): CryptoKey {
  const key = kid === undefined ? undefined : keys.verifiers.get(kid);
  if (!key) throw new errors.JWKSNoMatchingKey();
  return key;
}
