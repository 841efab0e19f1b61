import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { findProof, listProofs } from "../../../src/db/proofs.ts";
import { listProofUploads } from "../../../src/db/uploads.ts";
import { hexOf, sha256 } from "../../../src/platform/sha256.ts";
import { UploadFiles } from "../../../src/platform/upload-files.ts";
import { NewProof } from "../../../src/protocol/api/proofs.ts";
import { announceProof } from "../../../src/services/announce-proof.ts";
import { checkUpload } from "../../../src/services/check-upload.ts";
import { storeUpload } from "../../../src/services/store-upload.ts";
import { sweepArrived, sweepTenant } from "../../../src/services/sweep-uploads.ts";
import { jpegWithNotes } from "../../support/images.ts";
import { newPlace, type Place } from "../access/place.ts";
import { newProof } from "../http/proof-round.ts";
import { jobDeps, REACHABLE } from "../jobs/job-deps.ts";
import { TICKETS } from "./announced-file.ts";
import { dying, Killed } from "./dying.ts";
import { depsFor, valueOf } from "./people-fixture.ts";

const LATER_MS = 30 * 60_000;
const BYTES = Uint8Array.from(jpegWithNotes());
let place: Place;

beforeAll(async () => {
  place = await newPlace();
});

type Wrap = ReturnType<typeof dying>["wrap"];
const asItIs: Wrap = (target) => target;

/** Row, bucket and queue, each of which may fail at each call. */
function deps(wrap: Wrap, now = () => Date.now()) {
  const { tenantId, drivers } = place;
  const caller = { kind: "driver" as const, tenantId, driverId: drivers[0], sessionId: "test" };
  const jobs = jobDeps(REACHABLE);
  return {
    ...depsFor(caller, now),
    ...jobs,
    db: wrap(jobs.db),
    queues: { ...jobs.queues, documents: wrap(jobs.queues.documents) },
    uploads: new UploadFiles(wrap(env.FILES)),
    ...TICKETS,
    // More tries than one driver has in a minute.
    takeLimit: async (limit: "upload") => TICKETS.takeLimit(limit, crypto.randomUUID()),
    direct: null,
    now,
  };
}

/** What the phone does, and then the queue: announcement, bytes, check. */
async function bring(proof: NewProof, wrap: Wrap): Promise<void> {
  const some = deps(wrap);
  const { uploads } = valueOf(await announceProof(some, place.shipmentId, proof)).proof;
  for (const { url, uploadId } of uploads) {
    const ticket = url?.split("/").at(-1);
    const sent = { contentType: "image/jpeg", sizeBytes: BYTES.length, body: new Response(BYTES).body };
    if (ticket !== undefined) valueOf(await storeUpload(some, ticket, sent));
    valueOf(await checkUpload(some, { tenantId: place.tenantId, uploadId }));
  }
}

async function sweep(): Promise<void> {
  const swept = { ended: 0, asked: 0, dropped: 0 };
  const later = deps(asItIs, () => Date.now() + LATER_MS);
  expect(await sweepArrived(later, swept)).toBeUndefined();
  expect(await sweepTenant(later, place.tenantId, swept)).toBeUndefined();
}

/** Everything that the bucket and the database hold of one proof. */
async function held({ id }: NewProof) {
  const { tenant, tenantId, shipmentId } = place;
  const row = valueOf(await findProof(tenant, id));
  const copies = valueOf(await listProofs(tenant, shipmentId)).filter((one) => one.id === id).length;
  const files = valueOf(await listProofUploads(tenant, [id]));
  const [arrived, clean] = await Promise.all([
    env.FILES.list({ prefix: `arrived/${tenantId}/` }),
    Promise.all(files.map(async ({ objectKey }) => (objectKey === null ? null : env.FILES.get(objectKey)))),
  ]);
  const digests = await Promise.all(
    clean.map(async (object) => object && hexOf(await sha256(new Uint8Array(await object.arrayBuffer())))),
  );
  return {
    copies,
    isComplete: row?.completedAt !== null,
    statuses: files.map(({ status }) => status),
    isSound: digests.every((digest, index) => digest === hexOf(files[index]?.cleanSha256 ?? new Uint8Array())),
    orphans: arrived.objects.length,
  };
}

const WHOLE = { copies: 1, isComplete: true, statuses: ["checked"], isSound: true, orphans: 0 };

test.each(["before", "after"] as const)(
  "a proof whose phone, row, bucket or queue dies %s any step exists once when it was tried again, and nothing is left over",
  async (when) => {
    const counting = dying(0, when);
    await bring(NewProof.parse(await newProof({}, BYTES)), counting.wrap);
    expect(counting.steps()).toBeGreaterThanOrEqual(14);
    const tried: NewProof[] = [];
    for (let dieAt = 1; dieAt <= counting.steps(); dieAt++) {
      const proof = NewProof.parse(await newProof({}, BYTES));
      const fault = dying(dieAt, when);
      // A queue that fails is no failure of the phone's: the round makes up for it.
      await bring(proof, fault.wrap).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      await bring(proof, asItIs);
      tried.push(proof);
    }
    await sweep();
    for (const [index, proof] of tried.entries())
      expect(await held(proof), `after dying ${when} step ${index + 1}`).toEqual(WHOLE);
  },
);

describe("a photo that is hours late", () => {
  const HOUR_MS = 60 * 60_000;
  const announce = async (proof: NewProof, now?: () => number) =>
    valueOf(await announceProof(deps(asItIs, now), place.shipmentId, proof)).proof.uploads[0];
  const put = async (url: string | null | undefined) => {
    const sent = { contentType: "image/jpeg", sizeBytes: BYTES.length, body: new Response(BYTES).body };
    return storeUpload(deps(asItIs), url?.split("/").at(-1) ?? "", sent);
  };
  const sweepAt = async (at: number) => {
    const swept = { ended: 0, asked: 0, dropped: 0 };
    expect(
      await sweepTenant(
        deps(asItIs, () => at),
        place.tenantId,
        swept,
      ),
    ).toBeUndefined();
    return swept.ended;
  };

  test("is taken once its proof is announced again, and waited for as long as the first time", async () => {
    const proof = NewProof.parse(await newProof({}, BYTES));
    await announce(proof);
    expect(await sweepAt(Date.now() + 2 * HOUR_MS)).toBe(1);
    const between = Date.now();
    const again = await announce(proof);
    expect(again).toMatchObject({ status: "requested", url: expect.any(String) });
    expect(await sweepAt(between + HOUR_MS + 10 * 60_000)).toBe(0);
    expect(valueOf(await put(again?.url))).toMatchObject({ status: "stored" });
    if (again) valueOf(await checkUpload(deps(asItIs), { tenantId: place.tenantId, uploadId: again.uploadId }));
    expect(await held(proof)).toMatchObject({ isComplete: true, statuses: ["checked"] });
  });

  test("is taken under a ticket that is good, although nobody waited for it any more", async () => {
    const proof = NewProof.parse(await newProof({}, BYTES));
    const ticket = await announce(proof);
    expect(await sweepAt(Date.now() + 2 * HOUR_MS)).toBe(1);
    expect(valueOf(await put(ticket?.url))).toMatchObject({ status: "stored" });
    expect(await held(proof)).toMatchObject({ isComplete: true });
  });
});
