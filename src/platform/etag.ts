import { toBase64url } from "./base64url.ts";

/** 96 bits: two answers of one address are never taken for one. */
const TAG_BYTES = 12;

export async function etagOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `"${toBase64url(new Uint8Array(digest, 0, TAG_BYTES))}"`;
}
