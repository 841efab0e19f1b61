import type { TenantQueries } from "../db/client.ts";
import {
  addDocument,
  findDocument,
  listDocuments as readDocuments,
  reviewDocument as writeReview,
  type StoredDocument,
} from "../db/documents.ts";
import { findDriver } from "../db/drivers.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayDocument } from "../domain/permissions.ts";
import { hasExpired } from "../domain/proof/duty-hindrance.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { uploadIdFor } from "../platform/upload-id.ts";
import type { Action } from "../protocol/access.ts";
import type { DriverDocument, NewDocument } from "../protocol/api/documents.ts";
import type { UploadTicket } from "../protocol/api/uploads.ts";
import type { DocumentId, DriverId } from "../protocol/ids.ts";
import { RejectionCode } from "../protocol/upload.ts";
import { dbFailure } from "./db-failure.ts";
import { knownCaller } from "./people-desk.ts";
import type { ProofDeps } from "./upload-deps.ts";
import { announcedDigest, announcedRow, imageLinks, renewed, ticketFor } from "./upload-rows.ts";

type DocumentDeps = Pick<ProofDeps, "db" | "caller" | "requestId" | "keys" | "direct" | "now">;

export async function announceDocument(
  deps: DocumentDeps,
  driverId: DriverId,
  { id, kind, expiresOn, file }: NewDocument,
): Promise<Result<{ document: DriverDocument; upload: UploadTicket }, Failure>> {
  const asked = await forDriver(deps, driverId, "create");
  if (!asked.ok) return asked;
  const { tenant, caller } = asked.value;
  const uploadId = await uploadIdFor(id, 0);
  const of = { purpose: "document" as const, createdBy: actorOf(caller) };
  const upload = announcedRow({ tenantId: tenant.tenantId, uploadId }, file, of);
  const added = await addDocument(tenant, { id, driverId, kind, expiresOn, uploadId, status: "processing" }, upload);
  if (!added.ok) return err(dbFailure(added.error));
  const found = await findDocument(tenant, id);
  if (!found.ok) return err(dbFailure(found.error));
  const stored = found.value;
  const isSame =
    stored?.document.driverId === driverId &&
    stored.document.kind === kind &&
    announcedDigest(stored.upload) === file.sha256;
  if (!stored || !isSame) return err({ tag: "conflict" });
  const ticket = await ticketFor(deps, stored.upload);
  return renewed(tenant, [ticket], { document: await documentView(deps, driverId, stored), upload: ticket });
}

export async function listDocuments(
  deps: DocumentDeps,
  driverId: DriverId,
): Promise<Result<{ items: DriverDocument[] }, Failure>> {
  const asked = await forDriver(deps, driverId, "list");
  if (!asked.ok) return asked;
  const found = await readDocuments(asked.value.tenant, driverId);
  if (!found.ok) return err(dbFailure(found.error));
  return ok({ items: await Promise.all(found.value.map(async (stored) => documentView(deps, driverId, stored))) });
}

/** Once its picture is there to be looked at. Who has approved may still reject, and the other way round. */
export async function reviewDocument(
  deps: DocumentDeps,
  { driverId, documentId }: { readonly driverId: DriverId; readonly documentId: DocumentId },
  status: "approved" | "rejected",
): Promise<Result<DriverDocument, Failure>> {
  const asked = await forDriver(deps, driverId, "update");
  if (!asked.ok) return asked;
  const { tenant, caller } = asked.value;
  if (caller.kind !== "user") return err({ tag: "forbidden" });
  const before = await findDocument(tenant, documentId);
  if (!before.ok) return err(dbFailure(before.error));
  if (before.value?.document.driverId !== driverId) return err({ tag: "not-found" });
  const review = { status, reviewedBy: caller.userId, now: deps.now() };
  const reviewed = await writeReview(tenant, documentId, review);
  if (!reviewed.ok) return err(dbFailure(reviewed.error));
  if (!reviewed.value) return err({ tag: "not-allowed-now" });
  const after = await findDocument(tenant, documentId);
  if (!after.ok) return err(dbFailure(after.error));
  return after.value ? ok(await documentView(deps, driverId, after.value)) : err({ tag: "not-found" });
}

async function forDriver(
  deps: DocumentDeps,
  driverId: DriverId,
  action: Action,
): Promise<Result<{ tenant: TenantQueries; caller: KnownCaller }, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const { tenantId } = caller;
  const tenant = deps.db.forTenant({ tenantId, actor: actorOf(caller), requestId: deps.requestId });
  const driver = await findDriver(tenant, driverId);
  if (!driver.ok) return err(dbFailure(driver.error));
  if (!driver.value || !mayDocument(caller, action, { ...driver.value, driverId })) return err({ tag: "not-found" });
  return ok({ tenant, caller });
}

async function documentView(
  deps: DocumentDeps,
  driverId: DriverId,
  { document, upload }: StoredDocument,
): Promise<DriverDocument> {
  const { id, kind, expiresOn, reviewedAt, createdAt } = document;
  const image = await imageLinks(await deps.keys(), upload, deps.now());
  const isOver = document.status === "approved" && hasExpired(document, deps.now());
  return {
    id,
    driverId,
    kind,
    expiresOn,
    reviewedAt,
    createdAt,
    status: isOver ? "expired" : document.status,
    rejectionCode: RejectionCode.nullable().parse(document.rejectionCode),
    imageUrl: image.whole,
    thumbnailUrl: image.thumbnail,
  };
}
