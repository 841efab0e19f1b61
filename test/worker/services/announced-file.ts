import { env } from "cloudflare:workers";
import { addDocument } from "../../../src/db/documents.ts";
import { hexOf, sha256 } from "../../../src/platform/sha256.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import { uploadIdFor } from "../../../src/platform/upload-id.ts";
import { issueUploadTicket } from "../../../src/platform/upload-ticket.ts";
import { takeLimit } from "../../../src/platform/take-limit.ts";
import { DocumentId } from "../../../src/protocol/ids.ts";
import type { ImageType } from "../../../src/protocol/upload.ts";
import type { TicketDeps } from "../../../src/services/admit-upload.ts";
import { storeUpload } from "../../../src/services/store-upload.ts";
import { sweepArrived, sweepTenant } from "../../../src/services/sweep-uploads.ts";
import type { UploadDeps } from "../../../src/services/upload-deps.ts";
import { announcedRow } from "../../../src/services/upload-rows.ts";
import type { Place } from "../access/place.ts";
import { jpegWithNotes } from "../../support/images.ts";
import { jobDeps, REACHABLE } from "../jobs/job-deps.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { valueOf } from "./people-fixture.ts";

export const keys = valueOf(await importSigningKeys(env.SIGNING_KEYS));

/** What a ticket is looked at with. */
export const TICKETS: Pick<TicketDeps, "keys" | "takeLimit"> = {
  keys: async () => keys,
  takeLimit: (limit, principal) => takeLimit(env, limit, principal),
};

export function storeDeps() {
  return { ...jobDeps(REACHABLE), ...TICKETS };
}

/** With a queue that loses everything: nobody but the test looks at what was sent. */
export function quietDeps() {
  const lost = async () => {
    throw new Error("lost");
  };
  const deps = storeDeps();
  const documents: Queue = { send: lost, sendBatch: lost, metrics: lost };
  return { ...deps, queues: { ...deps.queues, documents } };
}

/** A document of the first driver's that was announced. */
export async function announcedFile(
  { tenantId, tenant, drivers }: Place,
  bytes = jpegWithNotes(),
  contentType: ImageType = "image/jpeg",
) {
  const id = DocumentId.parse(madeUpId("doc"));
  const uploadId = await uploadIdFor(id, 0);
  const file = { contentType, sizeBytes: bytes.length, sha256: hexOf(await sha256(Uint8Array.from(bytes))) };
  const row = announcedRow({ tenantId, uploadId }, file, { purpose: "document", createdBy: "test" });
  valueOf(
    await addDocument(tenant, { id, driverId: drivers[0], kind: "licence", uploadId, status: "processing" }, row),
  );
  const which = { tenantId, uploadId };
  const ticket = await issueUploadTicket(keys, { ...which, ...file }, Date.now());
  const send = async (deps: Parameters<typeof storeUpload>[0]) =>
    storeUpload(deps, ticket, {
      contentType,
      sizeBytes: bytes.length,
      body: new Response(Uint8Array.from(bytes)).body,
    });
  return { id, which, ticket, send };
}

/** The round each five minutes, of this tenant alone: how many it found of each. */
export async function sweepOne({ tenantId }: Place, deps: UploadDeps) {
  const swept = { ended: 0, asked: 0, dropped: 0 };
  const failure = (await sweepArrived(deps, swept)) ?? (await sweepTenant(deps, tenantId, swept));
  if (failure) throw new Error(failure.tag);
  return swept;
}
