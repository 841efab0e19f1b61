import { toBase64url } from "./base64url.ts";

const encoder = new TextEncoder();
const LENGTH_BYTES = 4;

/** SHA-256 of several parts, base64url. Each has its length before it: no two lists of parts are ever the same bytes. */
export async function sha256(parts: readonly (string | Uint8Array)[]): Promise<string> {
  const chunks = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  const whole = new Uint8Array(chunks.reduce((size, { length }) => size + LENGTH_BYTES + length, 0));
  const view = new DataView(whole.buffer);
  let at = 0;
  for (const chunk of chunks) {
    view.setUint32(at, chunk.length);
    whole.set(chunk, at + LENGTH_BYTES);
    at += LENGTH_BYTES + chunk.length;
  }
  return toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", whole)));
}
