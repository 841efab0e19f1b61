import { and, asc, count, eq, gt, inArray, lt, min, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { ProofId, UploadId } from "../protocol/ids.ts";
import { type RejectionCode, TAKEN } from "../protocol/upload.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { completeProof, holdProof, reopenProof } from "./proofs.ts";
import { ownRows } from "./own-rows.ts";
import { documents, uploads } from "./schema/uploads.ts";

export type UploadRow = typeof uploads.$inferSelect;

/** What a check has found out about an image. */
type CheckedImage = Pick<
  UploadRow,
  "widthPx" | "heightPx" | "orientation" | "cleanBytes" | "cleanSha256" | "objectKey"
>;

const MINUTE_MS = 60_000;

export async function findUpload(
  tenant: TenantQueries,
  uploadId: UploadId,
): Promise<Result<UploadRow | undefined, DbError>> {
  const query = statements.select().from(uploads).where(itself(tenant, uploadId));
  const found = await tenant.run("uploads.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

export async function listProofUploads(
  tenant: TenantQueries,
  proofIds: readonly ProofId[],
): Promise<Result<UploadRow[], DbError>> {
  if (proofIds.length === 0) return ok([]);
  const query = statements
    .select()
    .from(uploads)
    .where(ownRows(uploads, tenant, inArray(uploads.proofId, [...proofIds])))
    .orderBy(asc(uploads.id));
  return tenant.run("uploads.of-proofs", query, { read: "primary" });
}

/** Its bytes have arrived. The upload as it is then: a second time changes nothing. */
export async function markStored(
  tenant: TenantQueries,
  { id, proofId }: Pick<UploadRow, "id" | "proofId">,
  now: number,
): Promise<Result<void, DbError>> {
  const stored = statements
    .update(uploads)
    .set({ status: "stored", storedAt: now, sends: 1, sentAt: now })
    .where(itself(tenant, id, inArray(uploads.status, [...TAKEN])));
  if (!proofId) {
    const done = await tenant.run("uploads.stored", stored);
    return done.ok ? ok(undefined) : done;
  }
  const done = await tenant.batch("proofs.file-stored", [
    stored,
    holdProof(tenant, proofId),
    completeProof(tenant, proofId, now),
  ]);
  return done.ok ? ok(undefined) : done;
}

export async function markChecked(
  tenant: TenantQueries,
  id: UploadId,
  image: CheckedImage,
  now: number,
): Promise<Result<unknown, DbError>> {
  return tenant.batch("uploads.checked", [
    statements
      .update(uploads)
      .set({ ...image, status: "checked", checkedAt: now })
      .where(itself(tenant, id, eq(uploads.status, "stored"))),
    statements
      .update(documents)
      .set({ status: "pending", version: sql`${documents.version} + 1` })
      .where(itsDocument(tenant, id)),
  ]);
}

export async function markRejected(
  tenant: TenantQueries,
  { id, proofId }: Pick<UploadRow, "id" | "proofId">,
  rejectionCode: RejectionCode,
  now: number,
): Promise<Result<unknown, DbError>> {
  return tenant.batch(proofId ? "proofs.file-rejected" : "uploads.rejected", [
    statements
      .update(uploads)
      .set({ status: "rejected", rejectionCode, checkedAt: now })
      .where(itself(tenant, id, eq(uploads.status, "stored"))),
    statements
      .update(documents)
      .set({ status: "rejected", rejectionCode, version: sql`${documents.version} + 1` })
      .where(itsDocument(tenant, id)),
    ...(proofId ? [reopenProof(tenant, proofId)] : []),
  ]);
}

/** Of the tenant's uploads: how many wait to be checked, since when, and how fast it goes. */
export async function countUploads(
  tenant: TenantQueries,
  now: number,
): Promise<Result<{ waiting: number; oldestAt: number | null; perMinute: number; rejected: number }, DbError>> {
  const waiting = ownRows(uploads, tenant, eq(uploads.status, "stored"));
  const ended = inArray(uploads.status, ["checked", "rejected"]);
  const lately = ownRows(uploads, tenant, ended, gt(uploads.checkedAt, now - MINUTE_MS));
  const counted = await tenant.batch(
    "uploads.count",
    [
      statements
        .select({ waiting: count(), oldestAt: min(uploads.storedAt) })
        .from(uploads)
        .where(waiting),
      statements.select({ checked: count() }).from(uploads).where(lately),
      statements
        .select({ rejected: count() })
        .from(uploads)
        .where(ownRows(uploads, tenant, eq(uploads.status, "rejected"))),
    ],
    { read: "primary" },
  );
  if (!counted.ok) return counted;
  const [[queue], [done], [refused]] = counted.value;
  return ok({
    waiting: queue?.waiting ?? 0,
    oldestAt: queue?.oldestAt ?? null,
    perMinute: done?.checked ?? 0,
    rejected: refused?.rejected ?? 0,
  });
}

/** Those whose last ticket ran out. What is on its way at this moment is found by its bytes. */
export async function endUnused(
  tenant: TenantQueries,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<Result<number, DbError>> {
  const unused = statements
    .select({ id: uploads.id })
    .from(uploads)
    .where(ownRows(uploads, tenant, eq(uploads.status, "requested"), lt(uploads.updatedAt, before)))
    .limit(limit);
  const ended = await tenant.run(
    "uploads.end-unused",
    statements
      .update(uploads)
      .set({ status: "deleted" })
      .where(ownRows(uploads, tenant, inArray(uploads.id, unused), eq(uploads.status, "requested")))
      .returning({ id: uploads.id }),
  );
  return ended.ok ? ok(ended.value.length) : ended;
}

/** Stored, asked about before then, and not checked: a message was lost, or gave up. Each is handed out once a round. */
export async function takeUnchecked(
  tenant: TenantQueries,
  wanted: { readonly before: number; readonly now: number; readonly sendsMax: number; readonly limit: number },
): Promise<Result<UploadId[], DbError>> {
  const { before, now, sendsMax, limit } = wanted;
  const lost = and(eq(uploads.status, "stored"), lt(uploads.sentAt, before), lt(uploads.sends, sendsMax));
  const some = statements
    .select({ id: uploads.id })
    .from(uploads)
    .where(ownRows(uploads, tenant, lost))
    .limit(limit);
  const taken = await tenant.run(
    "uploads.take-unchecked",
    statements
      .update(uploads)
      .set({ sends: sql`${uploads.sends} + 1`, sentAt: now })
      .where(ownRows(uploads, tenant, inArray(uploads.id, some), lost))
      .returning({ id: uploads.id }),
  );
  return taken.ok ? ok(taken.value.map(({ id }) => id)) : taken;
}

/** Announced again: each is waited for as long as the first time. */
export async function awaitAgain(tenant: TenantQueries, ids: readonly UploadId[]): Promise<Result<unknown, DbError>> {
  if (ids.length === 0) return ok([]);
  const late = ownRows(uploads, tenant, inArray(uploads.id, [...ids]), inArray(uploads.status, [...TAKEN]));
  return tenant.run("uploads.await-again", statements.update(uploads).set({ status: "requested" }).where(late));
}

function itself(tenant: TenantQueries, id: UploadId, condition?: ReturnType<typeof eq>) {
  return ownRows(uploads, tenant, eq(uploads.id, id), condition);
}

function itsDocument(tenant: TenantQueries, id: UploadId) {
  return ownRows(documents, tenant, eq(documents.uploadId, id), eq(documents.status, "processing"));
}
