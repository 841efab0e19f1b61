import { toBase64url } from "./base64url.ts";

/** 2^32: what one draw of `randomUint32` can be. */
const DRAWS = 0x1_0000_0000;

export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

export function randomToken(bytes: number): string {
  return toBase64url(randomBytes(bytes));
}

/** At most nine digits. Draws beyond the last whole multiple are thrown away: a plain remainder would favour low codes. */
export function randomDigits(count: number, draw: () => number = randomUint32): string {
  const codes = 10 ** count;
  const fair = DRAWS - (DRAWS % codes);
  let drawn = draw();
  while (drawn >= fair) drawn = draw();
  return String(drawn % codes).padStart(count, "0");
}

function randomUint32(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn;
}
