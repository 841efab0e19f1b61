import { fromBase64url } from "../platform/base64url.ts";
import { keyedHash } from "../platform/keyed-hash.ts";
import { randomToken } from "../platform/random-token.ts";

/** 128 bits: 22 characters that nobody guesses, and few enough for a text message. */
const TOKEN_BYTES = 16;
const TOKEN_CHARACTERS = 22;
const TOKEN = new RegExp(`^[\\w-]{${TOKEN_CHARACTERS}}$`);

export function makeLinkToken(): string {
  return randomToken(TOKEN_BYTES);
}

/** Tells a link's token from access tokens, which have dots, and API keys, which are longer. */
export function isLinkToken(text: string): boolean {
  return TOKEN.test(text);
}

/** What is longer cannot be a token, and only its beginning is worth hashing. */
export async function hashLinkToken(hmacKey: string, token: string): Promise<Uint8Array> {
  return fromBase64url(await keyedHash(hmacKey, ["tracking link", token.slice(0, TOKEN_CHARACTERS + 1)]));
}
