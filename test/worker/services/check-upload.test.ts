import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { findUpload } from "../../../src/db/uploads.ts";
import { hexOf, sha256 } from "../../../src/platform/sha256.ts";
import { UploadFiles } from "../../../src/platform/upload-files.ts";
import { cleanKey, rawKey } from "../../../src/platform/upload-keys.ts";
import type { ImageType } from "../../../src/protocol/upload.ts";
import type { uploadIdFor } from "../../../src/platform/upload-id.ts";
import { findDocument } from "../../../src/db/documents.ts";
import { checkUpload } from "../../../src/services/check-upload.ts";
import { pngWithNotes } from "../../support/images.ts";
import { newPlace, type Place } from "../access/place.ts";
import { announcedFile, quietDeps, storeDeps, sweepOne } from "./announced-file.ts";
import { dying, Killed } from "./dying.ts";
import { valueOf } from "./people-fixture.ts";

const HOUR_MS = 60 * 60_000;
let place: Place;

beforeAll(async () => {
  place = await newPlace();
});

const announced = async (bytes?: Uint8Array, contentType?: ImageType) => announcedFile(place, bytes, contentType);

async function stateOf(which: { tenantId: Place["tenantId"]; uploadId: Awaited<ReturnType<typeof uploadIdFor>> }) {
  const row = valueOf(await findUpload(place.tenant, which.uploadId));
  const [raw, clean] = [await env.FILES.head(rawKey(which)), await env.FILES.head(cleanKey(which))];
  return { status: row?.status, raw: raw !== null, clean: clean !== null };
}

const DONE = { status: "checked", raw: false, clean: true };

describe("whoever dies at any step", () => {
  test(
    "between bucket, row and queue loses no file: the next try, or the round, goes on",
    { timeout: 60_000 },
    async () => {
      const whole = dying(0, "after");
      const { send } = await announced();
      const deps = storeDeps();
      await send({
        ...deps,
        db: whole.wrap(deps.db),
        uploads: whole.wrap(deps.uploads),
        queues: whole.wrap(deps.queues),
      });
      expect(whole.steps()).toBeGreaterThanOrEqual(4);
      for (let dieAt = 1; dieAt <= whole.steps(); dieAt++) {
        const file = await announced();
        const { wrap } = dying(dieAt, "after");
        const some = storeDeps();
        const killed = { ...some, db: wrap(some.db), uploads: wrap(some.uploads) };
        await expect(file.send(killed)).rejects.toBeInstanceOf(Killed);
        const later = () => Date.now() + HOUR_MS / 2;
        // Nobody sends it again: what has arrived is found.
        await sweepOne(place, { ...storeDeps(), now: later });
        valueOf(await checkUpload(storeDeps(), file.which));
        expect(await stateOf(file.which), `after dying at step ${dieAt}`).toEqual(DONE);
      }
    },
  );

  test("in the middle of a check leaves what the next one needs", { timeout: 60_000 }, async () => {
    const stored = async () => {
      const file = await announced();
      await file.send(quietDeps());
      return file;
    };
    const whole = dying(0, "after");
    const deps = storeDeps();
    valueOf(
      await checkUpload(
        { ...deps, db: whole.wrap(deps.db), uploads: whole.wrap(deps.uploads) },
        (await stored()).which,
      ),
    );
    expect(whole.steps()).toBe(5);
    for (let dieAt = 1; dieAt <= whole.steps(); dieAt++) {
      const file = await stored();
      const { wrap } = dying(dieAt, "after");
      const killed = { ...deps, db: wrap(deps.db), uploads: wrap(deps.uploads) };
      await expect(checkUpload(killed, file.which)).rejects.toBeInstanceOf(Killed);
      valueOf(await checkUpload(deps, file.which));
      expect(await stateOf(file.which), `after dying at step ${dieAt}`).toEqual(DONE);
      expect(valueOf(await findDocument(place.tenant, file.id))?.document.status).toBe("pending");
    }
  });
});

/** The bucket itself, which fails at one of its calls: before it does anything, or after it did and before it says so. */
function faulty(failAt: number, when: "before" | "after") {
  let calls = 0;
  const bucket = new Proxy(env.FILES, {
    get(of, name) {
      const member: unknown = Reflect.get(of, name, of);
      if (typeof member !== "function") return member;
      return async (...args: unknown[]): Promise<unknown> => {
        const fails = (calls += 1) === failAt;
        if (fails && when === "before") throw new Error("We encountered an internal error. (10001)");
        const done: unknown = await member.apply(of, args);
        if (fails) throw new Error("We encountered an internal error. (10001)");
        return done;
      };
    },
  });
  return { deps: { ...storeDeps(), uploads: new UploadFiles(bucket) }, calls: () => calls };
}

test("a bucket that fails at any of its calls loses no file, and what is there is what the row says", async () => {
  const whole = faulty(0, "before");
  const first = await announced();
  valueOf(await first.send(whole.deps));
  valueOf(await checkUpload(whole.deps, first.which));
  expect(whole.calls()).toBeGreaterThanOrEqual(5);
  for (let failAt = 1; failAt <= whole.calls(); failAt++) {
    for (const when of ["before", "after"] as const) {
      const file = await announced();
      const { deps } = faulty(failAt, when);
      const tries = await Promise.allSettled([file.send(deps).then(async () => checkUpload(deps, file.which))]);
      expect(tries.some(({ status }) => status === "rejected")).toBe(true);
      // The phone sends again what it was not told has arrived; the queue comes again by itself.
      valueOf(await file.send(storeDeps()));
      valueOf(await checkUpload(storeDeps(), file.which));
      expect(await stateOf(file.which), `${when} call ${failAt}`).toEqual(DONE);
      const row = valueOf(await findUpload(place.tenant, file.which.uploadId));
      const clean = await env.FILES.get(cleanKey(file.which));
      const digest = clean && hexOf(await sha256(new Uint8Array(await clean.arrayBuffer())));
      expect(row?.cleanSha256 && hexOf(row.cleanSha256)).toBe(digest);
    }
  }
});

test.each<[string, Uint8Array, ImageType, string]>([
  ["no image", new TextEncoder().encode("<svg onload=alert(1)>"), "image/jpeg", "not-an-image"],
  ["a bomb", pngWithNotes({ widthPx: 60_000, heightPx: 60_000 }), "image/png", "too-many-pixels"],
])("%s is rejected and nothing of it stays", async (_, bytes, type, code) => {
  const file = await announced(bytes, type);
  valueOf(await file.send(storeDeps()));
  valueOf(await checkUpload(storeDeps(), file.which));
  expect(await stateOf(file.which)).toEqual({ status: "rejected", raw: false, clean: false });
  const document = valueOf(await findDocument(place.tenant, file.id));
  expect(document).toMatchObject({ document: { status: "rejected", rejectionCode: code } });
});

test("the round finds what lies there still, on whatever page of the bucket's list it is", async () => {
  const files = await Promise.all([announced(), announced(), announced()]);
  for (const { which } of files) await env.FILES.put(rawKey(which), "forgotten");
  const onePerPage = new Proxy(env.FILES, {
    get: (of, name) =>
      name === "list"
        ? async (asked: R2ListOptions) =>
            of.list({ ...asked, prefix: `${asked.prefix}${files[0].which.tenantId}/`, limit: 1 })
        : Reflect.get(of, name, of),
  });
  const found = await new UploadFiles(onePerPage).forgotten(Date.now() + HOUR_MS);
  const ids = files.map(({ which }) => which.uploadId);
  expect(found.map(({ uploadId }) => uploadId).filter((id) => ids.includes(id))).toEqual(ids.toSorted());
});

test("the round ends what was announced and never sent, and drops what nobody waits for", async () => {
  const [unused, stray] = [await announced(), await announced()];
  valueOf(await stray.send(storeDeps()));
  valueOf(await checkUpload(storeDeps(), stray.which));
  await env.FILES.put(rawKey(stray.which), "again");
  const swept = await sweepOne(place, { ...storeDeps(), now: () => Date.now() + 2 * HOUR_MS });
  expect(swept).toMatchObject({ ended: 1, dropped: 1 });
  expect(await stateOf(unused.which)).toMatchObject({ status: "deleted" });
  expect(await stateOf(stray.which)).toEqual(DONE);
});
