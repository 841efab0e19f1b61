import { expect, test } from "vitest";
import { presign } from "../../../../src/platform/s3/presign.ts";

/** The example that Amazon publishes with its answer. */
const EXAMPLE = {
  url: "https://examplebucket.s3.amazonaws.com",
  region: "us-east-1",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const READING = { method: "GET", key: "test.txt", headers: {}, lifetimeSeconds: 86_400 } as const;
const AT = Date.UTC(2013, 4, 24);

test("an address is signed as Amazon signs its own example", async () => {
  const url = new URL(await presign(EXAMPLE, READING, AT));
  expect(url.origin + url.pathname).toBe("https://examplebucket.s3.amazonaws.com/test.txt");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
    "X-Amz-Date": "20130524T000000Z",
    "X-Amz-Expires": "86400",
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  });
});

test("whatever is allowed otherwise has another signature", async () => {
  const signatureOf = async (allowed: Parameters<typeof presign>[1], now = AT) =>
    new URL(await presign(EXAMPLE, allowed, now)).searchParams.get("X-Amz-Signature");
  const signatures = await Promise.all([
    signatureOf(READING),
    signatureOf({ ...READING, method: "PUT" }),
    signatureOf({ ...READING, key: "other.txt" }),
    signatureOf({ ...READING, headers: { "content-length": "5" } }),
    signatureOf({ ...READING, headers: { "content-length": "6" } }),
    signatureOf({ ...READING, lifetimeSeconds: 60 }),
    signatureOf(READING, AT + 1_000),
  ]);
  expect(new Set(signatures).size).toBe(signatures.length);
});
