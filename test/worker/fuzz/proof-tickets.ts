import { env } from "cloudflare:workers";
import { addDocument } from "../../../src/db/documents.ts";
import { addProof } from "../../../src/db/proofs.ts";
import { hexOf, sha256 } from "../../../src/platform/sha256.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import { uploadIdFor } from "../../../src/platform/upload-id.ts";
import { cleanKey } from "../../../src/platform/upload-keys.ts";
import { issueUploadTicket } from "../../../src/platform/upload-ticket.ts";
import { IMAGE, issueViewTicket, PRINT } from "../../../src/platform/view-ticket.ts";
import { DocumentId, ProofId, type TripId } from "../../../src/protocol/ids.ts";
import { announcedRow } from "../../../src/services/upload-rows.ts";
import type { Place } from "../access/place.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { valueOf } from "../services/people-fixture.ts";

/** What is sent under the known ticket: bytes are only looked at after they were stored. */
export const UPLOADED = "the bytes of a fuzzed file";

/** Tickets that open something, by the name of their parameter. */
export async function knownTickets({ tenant, tenantId, drivers, shipmentId }: Place) {
  const keys = valueOf(await importSigningKeys(env.SIGNING_KEYS));
  const now = Date.now();
  const id = DocumentId.parse(madeUpId("doc"));
  const which = { tenantId, uploadId: await uploadIdFor(id, 0) };
  const digest = hexOf(await sha256(UPLOADED));
  const file = { contentType: "image/jpeg", sizeBytes: UPLOADED.length, sha256: digest } as const;
  const row = announcedRow(which, file, { purpose: "document", createdBy: "test" });
  const document = { id, driverId: drivers[0], kind: "other", uploadId: which.uploadId, status: "processing" } as const;
  valueOf(await addDocument(tenant, document, row));
  await env.FILES.put(cleanKey(which), "clean", { httpMetadata: { contentType: "image/jpeg" } });
  return {
    uploadTicket: [await issueUploadTicket(keys, { ...which, ...file }, now)],
    imageTicket: [await issueViewTicket(keys, IMAGE, { tenantId, id: which.uploadId, size: "whole" }, now)],
    printTicket: [await issueViewTicket(keys, PRINT, { tenantId, id: shipmentId }, now)],
  };
}

/** Of a trip, and complete. */
export async function newProof({ tenant, shipmentId }: Place, tripId: TripId): Promise<ProofId> {
  const id = ProofId.parse(madeUpId("prf"));
  const at = Date.now();
  const row = { id, tripId, shipmentId, source: "staff" as const, madeBy: "test", kinds: [], missing: [] };
  valueOf(await addProof(tenant, { ...row, skewMs: 0, takenAt: at, recordedAt: at }, []));
  return id;
}
