import { fromHex } from "../sha256.ts";

/** What is older was recorded by somebody and is played again; providers sign each try anew. */
const TOLERANCE_SECONDS = 300;
const SECOND_MS = 1_000;
const SIGNATURE_MAX = 8;
const encoder = new TextEncoder();

/** `t=<seconds>,v1=<hex>[,v1=…]` over `<seconds>.<body>`. Two secrets are good while one takes the other's place. */
export async function isSigned(
  { header, body }: { readonly header: string; readonly body: string },
  secrets: readonly string[],
  now: number,
): Promise<boolean> {
  const parts = header.split(",").map((part) => part.trim());
  const [time] = parts.flatMap((part) => (/^t=\d{1,12}$/.test(part) ? [part.slice(2)] : []));
  if (time === undefined || Math.abs(now / SECOND_MS - Number(time)) > TOLERANCE_SECONDS) return false;
  const signatures = parts.flatMap((part) => (/^v1=[0-9a-f]{64}$/.test(part) ? [fromHex(part.slice(3))] : []));
  const signed = encoder.encode(`${time}.${body}`);
  const verdicts = secrets.map(async (secret) => {
    const key = await crypto.subtle.importKey("raw", encoder.encode(secret), HMAC, false, ["verify"]);
    // Compares in constant time.
    const each = signatures.slice(0, SIGNATURE_MAX).map(async (one) => crypto.subtle.verify("HMAC", key, one, signed));
    return (await Promise.all(each)).includes(true);
  });
  return (await Promise.all(verdicts)).includes(true);
}

const HMAC = { name: "HMAC", hash: "SHA-256" };
