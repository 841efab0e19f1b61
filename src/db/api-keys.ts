import { desc, eq, getTableColumns, isNull, lt, or, sql } from "drizzle-orm";
import { err, ok, type Result } from "../domain/result.ts";
import { KeyScope } from "../protocol/access.ts";
import type { ApiKeyId } from "../protocol/ids.ts";
import { type Db, statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { disappointment, expectThat } from "./expectations.ts";
import { ownRows } from "./own-rows.ts";
import { addSecurityEvent, type SecurityEvent } from "./security-events.ts";
import { apiKeys } from "./schema/api-keys.ts";

const { secretHash: _, ...columns } = getTableColumns(apiKeys);
export type ApiKeyRow = Omit<typeof apiKeys.$inferSelect, "secretHash">;

export async function addApiKey(
  tenant: TenantQueries,
  row: Omit<typeof apiKeys.$inferInsert, "tenantId">,
  event: SecurityEvent,
): Promise<Result<ApiKeyRow | undefined, DbError>> {
  const { tenantId } = tenant;
  const outcome = await tenant.batch("api-keys.add", [
    statements
      .insert(apiKeys)
      .values({ ...row, tenantId })
      .returning(columns),
    addSecurityEvent(tenant, event),
  ]);
  return outcome.ok ? ok(outcome.value[0][0]) : outcome;
}

/** Newest first, revoked ones included. */
export async function listApiKeys(
  tenant: TenantQueries,
  page: {
    readonly after?: ApiKeyId | undefined;
    /** Those limited to this store; absent for all. */
    readonly storeCode?: string | undefined;
    readonly limit: number;
  },
): Promise<Result<ApiKeyRow[], DbError>> {
  const wanted = ownRows(
    apiKeys,
    tenant,
    page.after && lt(apiKeys.id, page.after),
    page.storeCode === undefined ? undefined : eq(apiKeys.storeCode, page.storeCode),
  );
  const query = statements.select(columns).from(apiKeys).where(wanted).orderBy(desc(apiKeys.id)).limit(page.limit);
  return tenant.run("api-keys.list", query, { read: "primary" });
}

export async function findApiKey(tenant: TenantQueries, id: ApiKeyId): Promise<Result<ApiKeyRow | undefined, DbError>> {
  const query = statements
    .select(columns)
    .from(apiKeys)
    .where(ownRows(apiKeys, tenant, eq(apiKeys.id, id)));
  const found = await tenant.run("api-keys.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

export async function revokeApiKey(
  tenant: TenantQueries,
  id: ApiKeyId,
  event: SecurityEvent,
): Promise<Result<ApiKeyRow, DbError | { readonly tag: "not-found" }>> {
  const live = ownRows(apiKeys, tenant, eq(apiKeys.id, id), isNull(apiKeys.revokedAt));
  const itself = statements.select({ id: apiKeys.id }).from(apiKeys).where(live);
  const outcome = await tenant.batch("api-keys.revoke", [
    expectThat(sql`exists (${itself})`, "not-found"),
    statements
      .update(apiKeys)
      .set({ revokedAt: sql`now()` })
      .where(live)
      .returning(columns),
    addSecurityEvent(tenant, event),
  ]);
  if (!outcome.ok) return disappointment(outcome.error) ? err({ tag: "not-found" }) : outcome;
  const [key] = outcome.value[1];
  return key ? ok(key) : err({ tag: "not-found" });
}

/** Whose key a secret is, in every active tenant; whether it may still be used is the caller's to ask. */
export async function findApiKeyBySecret(db: Db, secretHash: Uint8Array) {
  const hash = apiKeys.secretHash.mapToDriverValue(secretHash);
  const query = statements
    .select({
      tenantId: sql`tenant_id`.mapWith(apiKeys.tenantId),
      id: sql`id`.mapWith(apiKeys.id),
      scopes: sql`array_to_string(scopes, ' ')`.mapWith((text: string) => KeyScope.array().parse(text.split(" "))),
      storeCode: sql<string | null>`store_code`,
      expiresAt: sql<number | null>`expires_at`.mapWith(apiKeys.expiresAt),
      lastUsedAt: sql<number | null>`last_used_at`.mapWith(apiKeys.lastUsedAt),
      revokedAt: sql<number | null>`revoked_at`.mapWith(apiKeys.revokedAt),
    })
    .from(sql`ops.find_api_key(${hash}::bytea)`);
  const found = await db.system.run("api-keys.find-secret", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** Notes a use, unless one was noted after `since`: many requests at once write one row version between them. */
export async function noteKeyUse(
  tenant: TenantQueries,
  id: ApiKeyId,
  { now, since }: { readonly now: number; readonly since: number },
): Promise<Result<unknown, DbError>> {
  const stale = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, since));
  return tenant.run(
    "api-keys.used",
    statements
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(ownRows(apiKeys, tenant, eq(apiKeys.id, id), stale)),
  );
}
