import { toBase64url } from "./base64url.ts";

const encoder = new TextEncoder();

/** HMAC-SHA-256, base64url. JSON keeps the parts apart: no two lists of parts are ever the same text. */
export async function keyedHash(key: string | Uint8Array<ArrayBuffer>, parts: readonly string[]): Promise<string> {
  const raw = typeof key === "string" ? encoder.encode(key) : key;
  const hmac = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return toBase64url(new Uint8Array(await crypto.subtle.sign("HMAC", hmac, encoder.encode(JSON.stringify(parts)))));
}

/** Takes the same time wherever two texts of one length differ. */
export function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}
