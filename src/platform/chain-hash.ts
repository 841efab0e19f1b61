import type { ChainHash } from "../domain/audit-chain.ts";
import { fromBase64url } from "./base64url.ts";
import { keyedHash } from "./keyed-hash.ts";

/** The audit chain's hash under HMAC_KEY; its name keeps it apart from everything else that is hashed with that key. */
export function chainHash(hmacKey: string): ChainHash {
  return async (text) => {
    const hash = fromBase64url(await keyedHash(hmacKey, ["audit chain", text]));
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
}
