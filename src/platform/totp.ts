import { sameText } from "./keyed-hash.ts";

/** 160 bits, the size of SHA-1's output, as RFC 4226 recommends. */
export const TOTP_SECRET_BYTES = 20;
const DIGITS = 6;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of a step, by RFC 6238 with SHA-1: other hashes are in the RFC, but not in most authenticator apps. */
export async function totpCode(secret: Uint8Array<ArrayBuffer>, step: number): Promise<string> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(step));
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  const offset = mac.getUint8(mac.byteLength - 1) & 15;
  const value = mac.getUint32(offset) & 0x7fff_ffff;
  return String(value % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** The newest of the steps, given oldest first, whose code this is. Looks at all of them, whichever matches. */
export async function matchTotpStep(
  secret: Uint8Array<ArrayBuffer>,
  code: string,
  steps: readonly number[],
): Promise<number | null> {
  const codes = await Promise.all(steps.map(async (step) => totpCode(secret, step)));
  return steps.filter((_, index) => sameText(codes[index] ?? "", code)).at(-1) ?? null;
}

/** RFC 4648 without padding: how a secret is typed into an authenticator app. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let window = 0;
  let bits = 0;
  for (const byte of bytes) {
    window = (window << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32.charAt((window >>> (bits - 5)) & 31);
    window &= 31;
  }
  return bits === 0 ? text : text + BASE32.charAt((window << (5 - bits)) & 31);
}
