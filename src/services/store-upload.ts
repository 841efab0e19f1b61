import { countUploads, findUpload, markStored, type UploadRow } from "../db/uploads.ts";
import type { TenantQueries } from "../db/client.ts";
import type { Failure } from "../domain/failure.ts";
import { estimateWait } from "../domain/proof/upload-wait.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { logError } from "../platform/log.ts";
import { hexOf } from "../platform/sha256.ts";
import type { SigningKeys } from "../platform/signing-keys.ts";
import { type UploadGrant, verifyUploadTicket } from "../platform/upload-ticket.ts";
import type { StoredUpload } from "../protocol/api/uploads.ts";
import type { TenantId, UploadId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import type { UploadDeps } from "./upload-deps.ts";

interface Sent {
  readonly contentType: string | undefined;
  /** As the request says it; undefined where it does not. */
  readonly sizeBytes: number | undefined;
  readonly body: ReadableStream | null;
}

/**
 * The bytes first, the row after them, the message last. Whoever dies in between leaves something that the next try, or
 * the round each five minutes, finds and goes on with.
 */
export async function storeUpload(
  deps: UploadDeps & { readonly keys: () => Promise<SigningKeys> },
  ticket: string,
  sent: Sent,
): Promise<Result<StoredUpload, Failure>> {
  const verified = await verifyUploadTicket(await deps.keys(), ticket, deps.now());
  if (!verified.ok) return err({ tag: "not-found" });
  const grant = verified.value;
  const received = await receive(deps, grant, sent);
  if (received) return err(received);
  const tenant = deps.db.forTenant({ tenantId: grant.tenantId, actor: "upload", requestId: deps.requestId });
  const row = await noteArrival(deps, tenant, grant.uploadId);
  if (!row.ok) return row;
  return row.value === "stored" ? placeInQueue(deps, tenant, grant.uploadId) : ok(ended(grant.uploadId, row.value));
}

async function receive(deps: UploadDeps, grant: UploadGrant, sent: Sent): Promise<Failure | undefined> {
  const { contentType, sizeBytes, sha256 } = grant;
  const { body, sizeBytes: length = sizeBytes } = sent;
  // What sends bytes may call them anything, but not another kind of image.
  if (sent.contentType?.startsWith("image/") && sent.contentType !== contentType)
    return refused("header.content-type", `must be ${contentType}`);
  if (length > sizeBytes) return { tag: "body-too-large" };
  if (!body || length < sizeBytes) return refused("body", `must have ${sizeBytes} bytes`);
  const stored = await deps.uploads.receive(grant, body);
  const kept = stored.ok ? await deps.uploads.arrived(grant) : null;
  const isRight = kept?.sizeBytes === sizeBytes && hexOf(kept.sha256) === sha256;
  return isRight ? undefined : refused("body", "must be the bytes that were announced");
}

function refused(path: string, message: string): Failure {
  return { tag: "invalid-request", errors: [{ path, message }] };
}

async function noteArrival(
  deps: UploadDeps,
  tenant: TenantQueries,
  uploadId: UploadId,
): Promise<Result<UploadRow["status"], Failure>> {
  const found = await findUpload(tenant, uploadId);
  if (!found.ok) return err(dbFailure(found.error));
  const row = found.value;
  if (row?.status === "requested") {
    const stored = await markStored(tenant, row, deps.now());
    if (!stored.ok) return err(dbFailure(stored.error));
    await askForCheck(deps, tenant.tenantId, uploadId);
    return ok("stored");
  }
  if (row?.status === "stored") return ok("stored");
  // Checked long ago, or given up: these bytes are one copy more.
  await deps.uploads.dropArrived({ tenantId: tenant.tenantId, uploadId });
  return row && row.status !== "deleted" ? ok(row.status) : err({ tag: "not-found" });
}

/** A queue that does not take it costs five minutes, and not the file. */
export async function askForCheck(
  { queues, log }: Pick<UploadDeps, "queues" | "log">,
  tenantId: TenantId,
  uploadId: UploadId,
): Promise<void> {
  try {
    await queues.documents.send({ kind: "check-upload", tenantId, uploadId });
  } catch (error) {
    logError(log, "documents queue", error);
  }
}

async function placeInQueue(
  deps: UploadDeps,
  tenant: TenantQueries,
  uploadId: UploadId,
): Promise<Result<StoredUpload, Failure>> {
  const counted = await countUploads(tenant, deps.now());
  if (!counted.ok) return err(dbFailure(counted.error));
  // It was checked while we counted: then it was the next.
  const position = Math.max(1, counted.value.waiting);
  const waitSeconds = estimateWait(position, counted.value.perMinute);
  return ok({ uploadId, status: "stored", queue: { position, waitSeconds } });
}

function ended(uploadId: UploadId, status: UploadRow["status"]): StoredUpload {
  return { uploadId, status, queue: null };
}
