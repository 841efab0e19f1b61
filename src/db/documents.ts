import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { DocumentId, DriverId, UserId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { documents, uploads } from "./schema/uploads.ts";

type DocumentRow = typeof documents.$inferSelect;
/** With its picture. */
export interface StoredDocument {
  readonly document: DocumentRow;
  readonly upload: typeof uploads.$inferSelect;
}

/** Ten years of five papers. */
const DOCUMENTS_SHOWN = 50;

function selectDocuments() {
  const itsUpload = and(eq(uploads.tenantId, documents.tenantId), eq(uploads.id, documents.uploadId));
  return statements.select({ document: documents, upload: uploads }).from(documents).innerJoin(uploads, itsUpload);
}

/** Both or none; the second copy of the same does nothing. */
export async function addDocument(
  tenant: TenantQueries,
  document: Omit<typeof documents.$inferInsert, "tenantId">,
  upload: Omit<typeof uploads.$inferInsert, "tenantId">,
): Promise<Result<unknown, DbError>> {
  const { tenantId } = tenant;
  return tenant.batch("documents.add", [
    statements
      .insert(uploads)
      .values({ ...upload, tenantId })
      .onConflictDoNothing(),
    statements
      .insert(documents)
      .values({ ...document, tenantId })
      .onConflictDoNothing(),
  ]);
}

/** Newest first. */
export async function listDocuments(
  tenant: TenantQueries,
  driverId: DriverId,
): Promise<Result<StoredDocument[], DbError>> {
  const query = selectDocuments()
    .where(ownRows(documents, tenant, eq(documents.driverId, driverId)))
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(DOCUMENTS_SHOWN);
  return tenant.run("documents.list", query, { read: "primary" });
}

export async function findDocument(
  tenant: TenantQueries,
  id: DocumentId,
): Promise<Result<StoredDocument | undefined, DbError>> {
  const query = selectDocuments().where(ownRows(documents, tenant, eq(documents.id, id)));
  const found = await tenant.run("documents.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** What somebody has looked at may be looked at again; what nobody can see yet may not. False then. */
export async function reviewDocument(
  tenant: TenantQueries,
  id: DocumentId,
  review: { readonly status: "approved" | "rejected"; readonly reviewedBy: UserId; readonly now: number },
): Promise<Result<boolean, DbError>> {
  const { status, reviewedBy, now } = review;
  const rejectionCode = status === "rejected" ? "refused-by-staff" : null;
  const seen = inArray(documents.status, ["pending", "approved", "rejected"]);
  const itsImage = statements
    .select({ id: uploads.id })
    .from(uploads)
    .where(
      and(eq(uploads.tenantId, documents.tenantId), eq(uploads.id, documents.uploadId), eq(uploads.status, "checked")),
    );
  const reviewed = await tenant.run(
    "documents.review",
    statements
      .update(documents)
      .set({ status, reviewedBy, reviewedAt: now, rejectionCode, version: sql`${documents.version} + 1` })
      .where(ownRows(documents, tenant, eq(documents.id, id), seen, sql`exists (${itsImage})`))
      .returning({ id: documents.id }),
  );
  return reviewed.ok ? ok(reviewed.value.length > 0) : reviewed;
}
