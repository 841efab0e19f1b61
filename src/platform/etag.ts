import { toBase64url } from "./base64url.ts";
import { sha256 } from "./sha256.ts";

/** 96 bits: two answers of one address are never taken for one. */
const TAG_BYTES = 12;

export async function etagOf(text: string): Promise<string> {
  const digest = await sha256(text);
  return `"${toBase64url(digest.subarray(0, TAG_BYTES))}"`;
}
