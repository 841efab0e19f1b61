import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { expect, inject, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import * as z from "zod";
import { must } from "../../dev/days/hand-out.ts";
import { parcelPhoto } from "../../dev/day/parcel-photo.ts";
import { Ask } from "../../dev/sim/ask.ts";
import { wireId } from "../../dev/tenant-rows.ts";
import { DirectUploads } from "../../src/platform/s3/direct-uploads.ts";
import { announceDocument, listDocuments } from "../../src/protocol/api/documents.ts";
import { openShifts } from "./support/simulated-shift.ts";

const HOUR_MS = 60 * 60_000;
const Credentials = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
const Bucket = z.object({
  bucket_name: z.string(),
  local_dev: z.object({ experimental_s3_credentials: Credentials }),
});
const Config = z.object({ r2_buckets: z.tuple([Bucket]) });

/** The runtime's own S3 door to its bucket. */
function localBucket() {
  const [bucket] = Config.parse(unstable_readConfig({ config: "wrangler.toml" }, { hideWarnings: true })).r2_buckets;
  const url = `${inject("baseUrl")}/cdn-cgi/local/r2/s3/${bucket.bucket_name}`;
  return { url, region: "auto", ...bucket.local_dev.experimental_s3_credentials };
}

/** An id that ends in x already would stay the same. */
function another(id: string): string {
  return id.replace(/.$/, (last) => (last === "x" ? "y" : "x"));
}

test("an address of the bucket lets in the announced file alone, once, within the hour; said to be there, it is checked", async () => {
  const [shift] = (await openShifts(1, Date.now())).all;
  if (!shift) throw new Error("no shift");
  const { driverId, workplace } = shift.member;
  const ask = new Ask(shift.api, "10.8.0.1", shift.figures);
  const driver = { role: "driver", id: driverId } as const;
  const bytes = parcelPhoto(3);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = { contentType: "image/jpeg", sizeBytes: bytes.length, sha256 } as const;
  const body = { id: wireId("doc", uuidv7()), kind: "licence", file };
  const { upload } = must(await ask.ask(driver, announceDocument, { params: { driverId }, body }));

  const direct = new DirectUploads(localBucket());
  const grant = { tenantId: workplace.tenantId, uploadId: upload.uploadId, ...file };
  const { url, headers } = await direct.address(grant, Date.now());
  const put = async (sent: Uint8Array<ArrayBuffer>, over: Record<string, string> = {}, to = url) =>
    (await fetch(to, { method: "PUT", headers: { ...headers, ...over }, body: sent })).status;
  const refused = [
    await put(bytes.subarray(1)),
    await put(bytes, { "content-type": "image/png" }),
    await put(bytes, { "if-none-match": "other" }),
    await put(bytes, { "x-amz-checksum-sha256": "other" }),
    await put(bytes, {}, url.replace(grant.uploadId, another(grant.uploadId))),
    await put(bytes, {}, (await direct.address(grant, Date.now() - HOUR_MS - 1_000)).url),
  ];
  expect(new Set(refused)).toEqual(new Set([403]));
  expect([await put(bytes), await put(bytes)]).toEqual([200, 412]);

  const completed = await fetch(`${inject("baseUrl")}${upload.url}/complete`, { method: "POST" });
  expect(await completed.json()).toMatchObject({ uploadId: upload.uploadId, status: "stored" });
  const newest = async () => must(await ask.ask(driver, listDocuments, { params: { driverId } })).items[0];
  await expect.poll(newest).toMatchObject({ status: "pending", thumbnailUrl: expect.any(String) });
  const thumbnail = await fetch(`${inject("baseUrl")}${(await newest())?.thumbnailUrl}`);
  expect([thumbnail.status, thumbnail.headers.get("content-type")]).toEqual([200, "image/webp"]);
});
