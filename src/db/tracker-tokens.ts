import { and, desc, eq, getTableColumns, isNull, lt, or, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { DriverId, TenantId, TrackerTokenId } from "../protocol/ids.ts";
import { type Db, statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { trackerTokens } from "./schema/tracker-tokens.ts";

const { tokenHash: _hash, updatedAt: _updated, ...columns } = getTableColumns(trackerTokens);
export type TrackerTokenRow = Omit<typeof trackerTokens.$inferSelect, "tokenHash" | "updatedAt">;

export async function addTrackerToken(
  tenant: TenantQueries,
  row: Omit<typeof trackerTokens.$inferInsert, "tenantId">,
): Promise<Result<TrackerTokenRow | undefined, DbError>> {
  const { tenantId } = tenant;
  const insert = statements
    .insert(trackerTokens)
    .values({ ...row, tenantId })
    .returning(columns);
  const added = await tenant.run("tracker-tokens.add", insert);
  return added.ok ? ok(added.value[0]) : added;
}

/** A driver's newest, revoked ones included. */
export async function listTrackerTokens(
  tenant: TenantQueries,
  driverId: DriverId,
  limit: number,
): Promise<Result<TrackerTokenRow[], DbError>> {
  const query = statements
    .select(columns)
    .from(trackerTokens)
    .where(ownRows(trackerTokens, tenant, eq(trackerTokens.driverId, driverId)))
    .orderBy(desc(trackerTokens.id))
    .limit(limit);
  return tenant.run("tracker-tokens.list", query, { read: "primary" });
}

/** How many of a driver's are good. */
export async function countTrackerTokens(tenant: TenantQueries, driverId: DriverId): Promise<Result<number, DbError>> {
  const good = ownRows(trackerTokens, tenant, eq(trackerTokens.driverId, driverId), isNull(trackerTokens.revokedAt));
  const count = sql`count(*)`.mapWith(Number);
  const query = statements.select({ count }).from(trackerTokens).where(good);
  const counted = await tenant.run("tracker-tokens.count", query, { read: "primary" });
  return counted.ok ? ok(counted.value[0]?.count ?? 0) : counted;
}

/** Undefined for one that is not there, or was revoked before. */
export async function revokeTrackerToken(
  tenant: TenantQueries,
  { driverId, tokenId }: { readonly driverId: DriverId; readonly tokenId: TrackerTokenId },
): Promise<Result<TrackerTokenRow | undefined, DbError>> {
  const own = and(eq(trackerTokens.id, tokenId), eq(trackerTokens.driverId, driverId), isNull(trackerTokens.revokedAt));
  const update = statements
    .update(trackerTokens)
    .set({ revokedAt: sql`now()` })
    .where(ownRows(trackerTokens, tenant, own))
    .returning(columns);
  const revoked = await tenant.run("tracker-tokens.revoke", update);
  return revoked.ok ? ok(revoked.value[0]) : revoked;
}

/** Whose tracker a secret is, in every active tenant: undefined unless token and driver are good. */
export async function findTrackerByToken(
  db: Db,
  tokenHash: Uint8Array,
): Promise<Result<{ tenantId: TenantId; tokenId: TrackerTokenId; driverId: DriverId } | undefined, DbError>> {
  const hash = trackerTokens.tokenHash.mapToDriverValue(tokenHash);
  const query = statements
    .select({
      tenantId: sql`tenant_id`.mapWith(trackerTokens.tenantId),
      tokenId: sql`id`.mapWith(trackerTokens.id),
      driverId: sql`driver_id`.mapWith(trackerTokens.driverId),
    })
    .from(sql`ops.find_tracker_token(${hash}::bytea)`);
  const found = await db.system.run("tracker-tokens.find-secret", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** Notes a use, unless one was noted after `since`: many messages write one row version between them. */
export async function noteTrackerUse(
  tenant: TenantQueries,
  tokenId: TrackerTokenId,
  { now, since }: { readonly now: number; readonly since: number },
): Promise<Result<unknown, DbError>> {
  const stale = or(isNull(trackerTokens.lastUsedAt), lt(trackerTokens.lastUsedAt, since));
  return tenant.run(
    "tracker-tokens.used",
    statements
      .update(trackerTokens)
      .set({ lastUsedAt: now })
      .where(ownRows(trackerTokens, tenant, eq(trackerTokens.id, tokenId), stale)),
  );
}
