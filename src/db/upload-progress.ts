import { and, asc, eq, or } from "drizzle-orm";
import type { Result } from "../domain/result.ts";
import type { UploadId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { proofs } from "./schema/proofs.ts";
import { documents, uploads } from "./schema/uploads.ts";

/** Farther back in the queue a place changes nothing that anybody does; those are told when they come nearer. */
const TOLD_MAX = 50;

const { id: uploadId, status, proofId, storedAt } = uploads;
const columns = {
  uploadId,
  status,
  proofId,
  documentId: documents.id,
  tripId: proofs.tripId,
  driverId: documents.driverId,
};

function select() {
  return statements
    .select(columns)
    .from(uploads)
    .leftJoin(proofs, and(eq(proofs.tenantId, uploads.tenantId), eq(proofs.id, proofId)))
    .leftJoin(documents, and(eq(documents.tenantId, uploads.tenantId), eq(documents.uploadId, uploadId)));
}

export type UploadProgress = Awaited<ReturnType<typeof select>>[number];

/** The file itself, and those that wait to be checked in their order. */
export async function listProgress(tenant: TenantQueries, which: UploadId): Promise<Result<UploadProgress[], DbError>> {
  const query = select()
    .where(ownRows(uploads, tenant, or(eq(uploadId, which), eq(status, "stored"))))
    .orderBy(asc(storedAt), asc(uploadId))
    .limit(TOLD_MAX);
  return tenant.run("uploads.progress", query, { read: "primary" });
}
