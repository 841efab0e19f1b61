import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { UploadId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { uploads } from "./schema/uploads.ts";

/** The second helps where the service was away; a third would find the same picture that it cannot read. */
const TRIES_MAX = 2;

const lacking = and(eq(uploads.status, "checked"), isNull(uploads.thumbnailBytes));
const wanted = and(lacking, lt(uploads.thumbnailTries, TRIES_MAX));

/** Counts a try before it is made, so that whatever dies in it is not tried for ever. Undefined where none is wanted. */
export async function takeThumbnailTry(
  tenant: TenantQueries,
  id: UploadId,
): Promise<Result<{ readonly isLast: boolean } | undefined, DbError>> {
  const taken = await tenant.run(
    "uploads.thumbnail-try",
    statements
      .update(uploads)
      .set({ thumbnailTries: sql`${uploads.thumbnailTries} + 1` })
      .where(ownRows(uploads, tenant, eq(uploads.id, id), wanted))
      .returning({ tries: uploads.thumbnailTries }),
  );
  if (!taken.ok) return taken;
  const [row] = taken.value;
  return ok(row && { isLast: row.tries >= TRIES_MAX });
}

export async function markThumbnail(
  tenant: TenantQueries,
  id: UploadId,
  thumbnailBytes: number,
): Promise<Result<unknown, DbError>> {
  const its = ownRows(uploads, tenant, eq(uploads.id, id), lacking);
  return tenant.run("uploads.thumbnail", statements.update(uploads).set({ thumbnailBytes }).where(its));
}

/** Checked before then, and still without. */
export async function listLackingThumbnail(
  tenant: TenantQueries,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<Result<UploadId[], DbError>> {
  const query = statements
    .select({ id: uploads.id })
    .from(uploads)
    .where(ownRows(uploads, tenant, wanted, lt(uploads.checkedAt, before)))
    .limit(limit);
  const found = await tenant.run("uploads.lack-thumbnail", query, { read: "primary" });
  return found.ok ? ok(found.value.map(({ id }) => id)) : found;
}
