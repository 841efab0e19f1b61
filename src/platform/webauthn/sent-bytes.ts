import { fromBase64url } from "../base64url.ts";

/** For what a stranger sent: undefined when it is not base64url. */
export function sentBytes(encoded: string): Uint8Array<ArrayBuffer> | undefined {
  // Four characters hold three bytes, so a single one over cannot be.
  return /^[\w-]*$/.test(encoded) && encoded.length % 4 !== 1 ? fromBase64url(encoded) : undefined;
}
