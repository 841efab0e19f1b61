import { exportJWK, generateKeyPair } from "jose";
import * as z from "zod";
import { err, ok, type Result } from "../domain/result.ts";
import { randomToken } from "./random-token.ts";

export const SIGNATURE_ALGORITHM = "EdDSA";
/** The one that signs, the one that it replaced, and one more that is already published for tomorrow. */
const KEYS_MAX = 3;
/** 72 bits tell three keys apart and stay short, because every token carries one. */
const KEY_ID_BYTES = 9;
const CURVE = "Ed25519";
const PROBE = new Uint8Array(1);

/** 32 bytes. */
const Bytes32 = z.string().regex(/^[\w-]{43}$/, "is not 32 bytes of base64url");

const SigningJwk = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  kid: z.string().regex(/^[\w-]{1,32}$/, "is not 1 to 32 letters, digits, - or _"),
  x: Bytes32,
  d: Bytes32,
});
type SigningJwk = z.infer<typeof SigningJwk>;

const SigningJwks = z
  .array(SigningJwk)
  .min(1)
  .max(KEYS_MAX)
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, "names two keys alike");

/** What the world may know of a key. */
interface PublicJwk {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly use: "sig";
  readonly alg: typeof SIGNATURE_ALGORITHM;
  readonly kid: string;
  readonly x: string;
}

/** The first key signs, all of them verify: that is how a key is replaced without signing anybody out. */
export interface SigningKeys {
  readonly signer: { readonly kid: string; readonly key: CryptoKey };
  readonly verifiers: ReadonlyMap<string, CryptoKey>;
  readonly jwks: { readonly keys: readonly PublicJwk[] };
}

/** Says what is wrong, never a value: the answer goes to the log. */
export type SigningKeysError = { readonly tag: "malformed"; readonly problems: readonly string[] };

/** Reads the secret SIGNING_KEYS: a JSON array of private Ed25519 keys. */
export async function importSigningKeys(text: string): Promise<Result<SigningKeys, SigningKeysError>> {
  const parsed = SigningJwks.safeParse(jsonOf(text));
  if (!parsed.success) {
    return malformed(parsed.error.issues.map(({ path, message }) => [...path, message].join(" ")));
  }
  const pairs = (await Promise.all(parsed.data.map(importPair))).filter((pair) => pair !== undefined);
  const [first] = pairs;
  const unpaired = parsed.data.filter(({ kid }) => !pairs.some((pair) => pair.kid === kid));
  if (!first || unpaired.length > 0) return malformed(unpaired.map(({ kid }) => `${kid}: x does not belong to d`));
  return ok({
    signer: { kid: first.kid, key: first.signs },
    verifiers: new Map(pairs.map(({ kid, verifies }) => [kid, verifies])),
    jwks: { keys: parsed.data.map(publicPart) },
  });
}

/** A new private key for the secret's array. */
export async function makeSigningKey(): Promise<SigningJwk> {
  const { privateKey } = await generateKeyPair(SIGNATURE_ALGORITHM, { crv: CURVE, extractable: true });
  const kid = randomToken(KEY_ID_BYTES);
  return SigningJwk.parse({ ...(await exportJWK(privateKey)), kid });
}

function malformed(problems: string[]) {
  return err({ tag: "malformed", problems } as const);
}

/** Undefined for what is not JSON: the schema then says that it is no array. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface KeyPair {
  readonly kid: string;
  readonly signs: CryptoKey;
  readonly verifies: CryptoKey;
}

/** Undefined unless the halves belong together: a mixed-up pair would sign tokens that nobody can verify. */
async function importPair(jwk: SigningJwk): Promise<KeyPair | undefined> {
  const { kty, crv, x, d } = jwk;
  try {
    const [signs, verifies] = await Promise.all([
      crypto.subtle.importKey("jwk", { kty, crv, x, d }, CURVE, false, ["sign"]),
      crypto.subtle.importKey("jwk", { kty, crv, x }, CURVE, true, ["verify"]),
    ]);
    const signature = await crypto.subtle.sign(CURVE, signs, PROBE);
    return (await crypto.subtle.verify(CURVE, verifies, signature, PROBE))
      ? { kid: jwk.kid, signs, verifies }
      : undefined;
  } catch {
    // Some runtimes compare the halves themselves, and that is all they can have against a key of this shape.
    return undefined;
  }
}

function publicPart({ kty, crv, kid, x }: SigningJwk): PublicJwk {
  return { kty, crv, use: "sig", alg: SIGNATURE_ALGORITHM, kid, x };
}
