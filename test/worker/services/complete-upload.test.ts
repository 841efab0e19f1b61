import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { findUpload } from "../../../src/db/uploads.ts";
import { DirectUploads } from "../../../src/platform/s3/direct-uploads.ts";
import { rawKey, type WhichUpload } from "../../../src/platform/upload-keys.ts";
import { checkUpload } from "../../../src/services/check-upload.ts";
import { completeUpload } from "../../../src/services/complete-upload.ts";
import { ticketFor } from "../../../src/services/upload-rows.ts";
import { jpegWithNotes } from "../../support/images.ts";
import { newPlace, type Place } from "../access/place.ts";
import { ask } from "../http/proof-round.ts";
import { announcedFile, keys, quietDeps, storeDeps, sweepOne } from "./announced-file.ts";
import { dying, Killed } from "./dying.ts";
import { valueOf } from "./people-fixture.ts";

const LATER_MS = 10 * 60_000;
const BYTES = jpegWithNotes();
let place: Place;

beforeAll(async () => {
  place = await newPlace();
});

/** As the bucket's own door leaves it: with no digest but the one that it makes of everything, which is another. */
async function putPastUs(which: WhichUpload, bytes = BYTES, contentType = "image/jpeg"): Promise<void> {
  await env.FILES.put(rawKey(which), bytes, { httpMetadata: { contentType } });
}

async function statusOf({ uploadId }: WhichUpload) {
  const row = valueOf(await findUpload(place.tenant, uploadId));
  return row && { status: row.status, rejectionCode: row.rejectionCode };
}

const REFUSED = { ok: false, error: { tag: "invalid-request" } };

test("a file that was put into the bucket goes the way of all others once it is said, and saying it again changes nothing", async () => {
  const { which, ticket } = await announcedFile(place);
  await putPastUs(which);
  const first = valueOf(await completeUpload(quietDeps(), ticket));
  expect(first).toMatchObject({ uploadId: which.uploadId, status: "stored", queue: { position: 1 } });
  expect(valueOf(await completeUpload(quietDeps(), ticket))).toEqual(first);
  valueOf(await checkUpload(storeDeps(), which));
  expect(valueOf(await completeUpload(quietDeps(), ticket))).toMatchObject({ status: "checked", queue: null });
});

test("what is not there cannot be complete, and a ticket that somebody changed completes nothing", async () => {
  const { which, ticket } = await announcedFile(place);
  const complete = async (text: string) => ask(undefined, `/api/v1/uploads/${text}/complete`, { method: "POST" });
  expect((await complete(ticket)).status).toBe(409);
  await putPastUs(which);
  expect((await complete(ticket.replace(/.{4}$/, "AAAA"))).status).toBe(404);
  expect(await statusOf(which)).toMatchObject({ status: "requested" });
  expect((await complete(ticket)).status).toBe(200);
});

test.each<[string, Uint8Array, string]>([
  ["other bytes", BYTES.with(30, 7), "image/jpeg"],
  ["fewer bytes", BYTES.subarray(1), "image/jpeg"],
  ["another type", BYTES, "image/png"],
])("%s are refused and deleted, and the right ones are taken after them", async (_, bytes, type) => {
  const { which, ticket } = await announcedFile(place);
  await putPastUs(which, bytes, type);
  expect(await completeUpload(quietDeps(), ticket)).toMatchObject(REFUSED);
  expect(await env.FILES.head(rawKey(which))).toBeNull();
  await putPastUs(which);
  expect(valueOf(await completeUpload(quietDeps(), ticket))).toMatchObject({ status: "stored" });
});

describe("what nobody says is complete", () => {
  test("is found and checked, and compared with its announcement", async () => {
    const [right, wrong] = [await announcedFile(place), await announcedFile(place)];
    await putPastUs(right.which);
    await putPastUs(wrong.which, BYTES.with(30, 7));
    const later = { ...quietDeps(), now: () => Date.now() + LATER_MS };
    expect((await sweepOne(place, later)).asked).toBeGreaterThanOrEqual(2);
    for (const { which } of [right, wrong]) valueOf(await checkUpload(storeDeps(), which));
    expect(await statusOf(right.which)).toEqual({ status: "checked", rejectionCode: null });
    expect(await statusOf(wrong.which)).toEqual({ status: "rejected", rejectionCode: "other-bytes" });
    expect(await env.FILES.head(rawKey(wrong.which))).toBeNull();
  });

  test("is taken under a good ticket, although nobody waited for it any more", async () => {
    const [late, other] = [await announcedFile(place), await announcedFile(place)];
    await sweepOne(place, { ...quietDeps(), now: () => Date.now() + 12 * LATER_MS });
    expect(await statusOf(late.which)).toMatchObject({ status: "deleted" });
    await putPastUs(late.which);
    await putPastUs(other.which, BYTES.with(30, 7));
    expect(valueOf(await completeUpload(quietDeps(), late.ticket))).toMatchObject({ status: "stored" });
    expect(await completeUpload(quietDeps(), other.ticket)).toMatchObject(REFUSED);
  });

  test("loses nothing, whoever dies while saying it", async () => {
    const completeWith = async ({ wrap }: ReturnType<typeof dying>) => {
      const { which, ticket } = await announcedFile(place);
      await putPastUs(which);
      const deps = quietDeps();
      const killed = { ...deps, db: wrap(deps.db), uploads: wrap(deps.uploads) };
      return { which, completed: completeUpload(killed, ticket) };
    };
    const whole = dying(0, "after");
    valueOf(await (await completeWith(whole)).completed);
    expect(whole.steps()).toBe(5);
    for (let dieAt = 1; dieAt <= whole.steps(); dieAt++) {
      const { which, completed } = await completeWith(dying(dieAt, "after"));
      await expect(completed).rejects.toBeInstanceOf(Killed);
      await sweepOne(place, { ...quietDeps(), now: () => Date.now() + LATER_MS });
      valueOf(await checkUpload(storeDeps(), which));
      expect(await statusOf(which), `after dying at step ${dieAt}`).toMatchObject({ status: "checked" });
    }
  });
});

test("where the bucket is configured a ticket leads there, and says what to send along and where to say it", async () => {
  const { which, ticket } = await announcedFile(place);
  const row = valueOf(await findUpload(place.tenant, which.uploadId));
  if (!row) throw new Error("no row");
  const bucket = { url: "https://bucket.example/files", region: "auto", accessKeyId: "a", secretAccessKey: "b" };
  const direct = new DirectUploads(bucket);
  const deps = { keys: async () => keys, now: () => Date.now() };
  const [past, through] = [await ticketFor({ ...deps, direct }, row), await ticketFor({ ...deps, direct: null }, row)];
  expect(past.url).toContain(`https://bucket.example/files/${rawKey(which)}?X-Amz-Algorithm=`);
  expect(past.headers).toMatchObject({ "content-type": "image/jpeg", "if-none-match": "*" });
  expect(past.completeUrl).toMatch(/^\/api\/v1\/uploads\/[^/]+\/complete$/);
  expect(through.url?.split("/").slice(0, -1)).toEqual(["", "api", "v1", "uploads"]);
  expect(through).toMatchObject({ completeUrl: null, headers: { "content-type": "image/jpeg" } });
  expect(ticket.split(".")).toHaveLength(3);
});
