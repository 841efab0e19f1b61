import { fromBase64url } from "../platform/base64url.ts";
import { keyedHash } from "../platform/keyed-hash.ts";
import { randomToken } from "../platform/random-token.ts";

/** Tells it from whatever else an app may send as its identifier, also for scanners that look for leaked ones. */
const START = "dst_";
/** 128 bits: nobody guesses one, and somebody can still type it. */
const SECRET_BYTES = 16;
const SECRET = new RegExp(`^${START}[\\w-]{22}$`);

export function makeTrackerSecret(): string {
  return START + randomToken(SECRET_BYTES);
}

export function isTrackerSecret(text: string): boolean {
  return SECRET.test(text);
}

export async function hashTrackerSecret(hmacKey: string, secret: string): Promise<Uint8Array<ArrayBuffer>> {
  return fromBase64url(await keyedHash(hmacKey, ["tracker token", secret]));
}
