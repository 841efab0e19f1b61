import { countUploads, findUpload, markStored, type UploadRow } from "../db/uploads.ts";
import type { TenantQueries } from "../db/client.ts";
import type { Failure } from "../domain/failure.ts";
import { estimateWait } from "../domain/proof/upload-wait.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { logError } from "../platform/log.ts";
import type { UploadGrant } from "../platform/upload-ticket.ts";
import type { StoredUpload } from "../protocol/api/uploads.ts";
import type { TenantId, UploadId } from "../protocol/ids.ts";
import { TAKEN } from "../protocol/upload.ts";
import { dbFailure } from "./db-failure.ts";
import type { UploadDeps } from "./upload-deps.ts";

/** Its bytes are there and right: the row hears of it, then the queue, then who sent them. */
export async function acceptUpload(deps: UploadDeps, grant: UploadGrant): Promise<Result<StoredUpload, Failure>> {
  const { tenantId, uploadId } = grant;
  const tenant = deps.db.forTenant({ tenantId, actor: "upload", requestId: deps.requestId });
  const status = await noteArrival(deps, tenant, uploadId);
  if (!status.ok) return status;
  if (status.value !== "stored") return ok({ uploadId, status: status.value, queue: null });
  return placeInQueue(deps, tenant, uploadId);
}

/** That the file is not what was announced, or not what may be sent. */
export function refusedUpload(path: string, message: string): Failure {
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
  if (row && TAKEN.has(row.status)) {
    const stored = await markStored(tenant, row, deps.now());
    if (!stored.ok) return err(dbFailure(stored.error));
    await askForCheck(deps, tenant.tenantId, uploadId);
    return ok("stored");
  }
  if (row?.status === "stored") return ok("stored");
  // Checked long ago: these bytes are one copy more.
  await deps.uploads.dropArrived({ tenantId: tenant.tenantId, uploadId });
  return row ? ok(row.status) : err({ tag: "not-found" });
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
