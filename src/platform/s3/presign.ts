import { hexOf, sha256 } from "../sha256.ts";

/** A bucket behind the S3 protocol, as its address begins, and who may write to it. */
export interface S3Bucket {
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What is allowed: this request alone, with each of these headers as it stands here. */
interface Allowed {
  readonly method: "GET" | "PUT";
  /** Made of letters, digits and what an address need not escape. */
  readonly key: string;
  /** By their names in small letters; `host` is added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly lifetimeSeconds: number;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const [SERVICE, TERMINATOR] = ["s3", "aws4_request"];
/** The address is made before the bytes are there; which they have to be is said by a header. */
const PAYLOAD = "UNSIGNED-PAYLOAD";
const DAY_CHARACTERS = 8;
const encoder = new TextEncoder();

/** An address that anybody may use once it is known: Amazon's signature, version 4, in the query. */
export async function presign(bucket: S3Bucket, allowed: Allowed, now: number): Promise<string> {
  const { host, pathname, origin } = new URL(`${bucket.url}/${allowed.key}`);
  const at = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  const day = at.slice(0, DAY_CHARACTERS);
  const scope = [day, bucket.region, SERVICE, TERMINATOR].join("/");
  const headers = Object.entries({ ...allowed.headers, host }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = headers.map(([name]) => name).join(";");
  // In the order of their names already, which is the order that is signed.
  const query = encoded({
    "X-Amz-Algorithm": ALGORITHM,
    "X-Amz-Credential": `${bucket.accessKeyId}/${scope}`,
    "X-Amz-Date": at,
    "X-Amz-Expires": String(allowed.lifetimeSeconds),
    "X-Amz-SignedHeaders": names,
  });
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join("");
  const request = [allowed.method, pathname, query, lines, names, PAYLOAD].join("\n");
  const text = [ALGORITHM, at, scope, hexOf(await sha256(request))].join("\n");
  const signature = hexOf(await hmac(await signingKey(bucket, day), text));
  return `${origin}${pathname}?${query}&X-Amz-Signature=${signature}`;
}

async function signingKey({ secretAccessKey, region }: S3Bucket, day: string): Promise<Uint8Array<ArrayBuffer>> {
  let key = Uint8Array.from(encoder.encode(`AWS4${secretAccessKey}`));
  for (const part of [day, region, SERVICE, TERMINATOR]) key = await hmac(key, part);
  return key;
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoder.encode(text)));
}

function encoded(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}
