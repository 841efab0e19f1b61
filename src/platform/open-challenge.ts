import { textFromBase64url, textToBase64url } from "./base64url-text.ts";
import { keyedHash, sameText } from "./keyed-hash.ts";
import { randomToken } from "./random-token.ts";

/** 128 bits: no two challenges are alike. */
const NONCE_BYTES = 16;
const PURPOSE = "open challenge";

/**
 * A challenge for somebody who is not known yet, so that there is no object to remember it: it carries its own end under
 * our seal. Whoever accepts it has it spent in the person's object as well.
 */
export async function makeOpenChallenge(hmacKey: string, expiresAt: number): Promise<string> {
  const body = `${randomToken(NONCE_BYTES)}.${expiresAt}`;
  return textToBase64url(`${body}.${await keyedHash(hmacKey, [PURPOSE, body])}`);
}

/** Its end in milliseconds, or undefined when that is past or the seal is not ours. */
export async function readOpenChallenge(hmacKey: string, challenge: string, now: number): Promise<number | undefined> {
  const text = textFromBase64url(challenge) ?? "";
  const [, body = "", end = "", seal = ""] = /^([\w-]{22}\.(\d{1,15}))\.([\w-]{43})$/.exec(text) ?? [];
  if (!sameText(seal, await keyedHash(hmacKey, [PURPOSE, body]))) return undefined;
  const expiresAt = Number(end);
  return expiresAt > now ? expiresAt : undefined;
}
