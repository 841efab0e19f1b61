import { findUpload, markChecked, markRejected, type UploadRow } from "../db/uploads.ts";
import type { TenantQueries } from "../db/client.ts";
import type { Failure } from "../domain/failure.ts";
import { cleanImage } from "../domain/image/clean-image.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { hexOf, sha256 } from "../platform/sha256.ts";
import { cleanKey } from "../platform/upload-keys.ts";
import type { CheckUploadJob } from "../protocol/jobs.ts";
import { ImageType, type RejectionCode } from "../protocol/upload.ts";
import { dbFailure } from "./db-failure.ts";
import type { UploadDeps } from "./upload-deps.ts";

type CheckDeps = Pick<UploadDeps, "db" | "uploads" | "now" | "requestId">;

/**
 * Clean copy, row, and only then the original goes: whoever dies in between leaves all that the next try needs. What is
 * checked already is only cleared up after.
 */
export async function checkUpload(
  deps: CheckDeps,
  { tenantId, uploadId }: Omit<CheckUploadJob, "kind">,
): Promise<Result<void, Failure>> {
  const which = { tenantId, uploadId };
  const tenant = deps.db.forTenant({ tenantId, actor: "check", requestId: deps.requestId });
  const found = await findUpload(tenant, uploadId);
  if (!found.ok) return err(dbFailure(found.error));
  const row = found.value;
  // Not announced as arrived: the round each five minutes looks at it again.
  if (row?.status === "requested") return ok(undefined);
  const failure = row?.status === "stored" ? await judge(deps, tenant, row) : undefined;
  if (failure) return err(failure);
  await deps.uploads.dropArrived(which);
  return ok(undefined);
}

async function judge(deps: CheckDeps, tenant: TenantQueries, row: UploadRow): Promise<Failure | undefined> {
  const which = { tenantId: row.tenantId, uploadId: row.id };
  const read = await deps.uploads.readArrived(which, row.sizeBytes);
  if (!read.ok) return reject(deps, tenant, row, read.error);
  // What was put past us and found by the round was compared by nobody yet. A masked copy has no digest to compare with.
  if (row.sha256 && hexOf(row.sha256) !== hexOf(await sha256(read.value)))
    return reject(deps, tenant, row, "other-bytes");
  const type = ImageType.parse(row.contentType);
  const cleaned = cleanImage(read.value, type);
  if (!cleaned.ok) return reject(deps, tenant, row, cleaned.error);
  const { widthPx, heightPx, orientation } = cleaned.value;
  const clean = Uint8Array.from(cleaned.value.bytes);
  await deps.uploads.keepClean(which, type, clean);
  const measured = { widthPx, heightPx, orientation, cleanBytes: clean.length, cleanSha256: await sha256(clean) };
  const noted = await markChecked(tenant, row.id, { ...measured, objectKey: cleanKey(which) }, deps.now());
  return noted.ok ? undefined : dbFailure(noted.error);
}

async function reject(
  { now }: CheckDeps,
  tenant: TenantQueries,
  row: UploadRow,
  code: RejectionCode,
): Promise<Failure | undefined> {
  const noted = await markRejected(tenant, row, code, now());
  return noted.ok ? undefined : dbFailure(noted.error);
}
