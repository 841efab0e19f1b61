import { keyedHash } from "../platform/keyed-hash.ts";
import type { SosId, TenantId } from "../protocol/ids.ts";

/** 22 characters of base64url are 132 bits: nobody guesses them. */
const TOKEN_CHARACTERS = 22;

/** The same for a contact of a call at every attempt to tell it: whichever message arrives, its address opens. */
export async function sosLinkToken(
  hmacKey: string,
  { tenantId, sosId, to }: { readonly tenantId: TenantId; readonly sosId: SosId; readonly to: string },
): Promise<string> {
  return (await keyedHash(hmacKey, ["sos contact", tenantId, sosId, to])).slice(0, TOKEN_CHARACTERS);
}

/** What is longer cannot be a token, and only its beginning is worth hashing. */
export async function hashSosLinkToken(hmacKey: string, token: string): Promise<string> {
  return keyedHash(hmacKey, ["sos link", token.slice(0, TOKEN_CHARACTERS + 1)]);
}
