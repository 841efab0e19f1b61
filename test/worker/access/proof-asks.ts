import { storeDeadLetters } from "../../../src/db/dead-letters.ts";
import { addDocument } from "../../../src/db/documents.ts";
import { listTenantDeadLetters } from "../../../src/db/tenant-dead-letters.ts";
import { uploadIdFor } from "../../../src/platform/upload-id.ts";
import { DocumentId, type DriverId } from "../../../src/protocol/ids.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { connect } from "../db/tenant-scope.ts";
import { valueOf } from "../services/people-fixture.ts";
import { announcedRow } from "../../../src/services/upload-rows.ts";
import type { Ask } from "./ask.ts";
import { cashOf, newDebt, newPayment } from "./payment-asks.ts";
import type { Place } from "./place.ts";

type Asking = (place: Place) => Ask | Promise<Ask>;

const { db } = connect();
const NO_TICKET = "x.y.z";
const FILE = { contentType: "image/jpeg", sizeBytes: 11, sha256: "0".repeat(64) } as const;

/** The first driver's, with a picture that somebody may look at. */
export async function newDocument({
  tenant,
  tenantId,
  drivers: [driverId],
}: Pick<Place, "tenant" | "tenantId"> & { readonly drivers: readonly [DriverId, ...DriverId[]] }): Promise<DocumentId> {
  const id = DocumentId.parse(madeUpId("doc"));
  const uploadId = await uploadIdFor(id, 0);
  const upload = announcedRow({ tenantId, uploadId }, FILE, { purpose: "document", createdBy: "test" });
  const document = { id, driverId, kind: "licence", uploadId, status: "pending" } as const;
  valueOf(await addDocument(tenant, document, { ...upload, status: "checked" }));
  return id;
}

/** A message of the tenant's that nothing is lost by sending. */
export async function newDeadLetter({ tenantId }: Pick<Place, "tenantId">): Promise<string> {
  const body = { kind: "check-upload", tenantId, uploadId: madeUpId("upl") };
  const letter = { queue: "doorstep-documents", messageId: crypto.randomUUID(), body, error: "gave up" };
  valueOf(await storeDeadLetters(db, [letter], Date.now()));
  const [newest] = valueOf(await listTenantDeadLetters(db, tenantId, { limit: 1 }));
  return String(newest?.id);
}

/** Sound requests about proofs, papers and queues. */
export const PROOF_ASKS: Readonly<Record<string, Asking>> = {
  announceProof: ({ shipmentId }) => ({
    params: { shipmentId },
    body: { id: madeUpId("prf"), takenAt: Date.now(), sentAt: Date.now(), note: "Left with a neighbour" },
  }),
  getProofs: ({ shipmentId }) => ({ params: { shipmentId } }),
  takePayment: async (place) => ({ params: { shipmentId: await newDebt(place) }, body: cashOf() }),
  getPayment: async (place) => ({ params: { paymentId: await newPayment(place) } }),
  resolvePayment: async (place) => ({
    params: { paymentId: await newPayment(place) },
    body: { outcome: "paid", note: "Handed in" },
  }),
  putUpload: () => ({ params: { uploadTicket: NO_TICKET } }),
  completeUpload: () => ({ params: { uploadTicket: NO_TICKET } }),
  getImage: () => ({ params: { imageTicket: NO_TICKET } }),
  printProofs: () => ({ params: { printTicket: NO_TICKET } }),
  announceDocument: ({ drivers }) => ({
    params: { driverId: drivers[0] },
    body: { id: madeUpId("doc"), kind: "licence", file: FILE },
  }),
  listDocuments: ({ drivers }) => ({ params: { driverId: drivers[0] } }),
  approveDocument: async (place) => ({ params: { driverId: place.drivers[0], documentId: await newDocument(place) } }),
  rejectDocument: async (place) => ({ params: { driverId: place.drivers[0], documentId: await newDocument(place) } }),
  replayDeadLetter: async (place) => ({ params: { letterId: await newDeadLetter(place) } }),
};
