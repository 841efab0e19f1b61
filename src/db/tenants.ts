import { desc, eq, isNotNull, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { TenantId } from "../protocol/ids.ts";
import { type Db, statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { tenantKeys, tenants } from "./schema/tenants.ts";

/** Every active tenant, for jobs that go through them one by one. */
export async function listTenantIds(db: Db): Promise<Result<TenantId[], DbError>> {
  const id = sql`id`.mapWith(tenants.id);
  const outcome = await db.system.run("tenants.list", statements.select({ id }).from(sql`ops.tenant_ids() as id`), {
    read: "primary",
  });
  return outcome.ok ? ok(outcome.value.map((row) => row.id)) : outcome;
}

/** What the scope's business calls itself. */
export async function findTenantName(tenant: TenantQueries): Promise<Result<string | undefined, DbError>> {
  const query = statements.select({ name: tenants.name }).from(tenants).where(eq(tenants.id, tenant.tenantId));
  const found = await tenant.run("tenants.name", query, { read: "replica" });
  return found.ok ? ok(found.value[0]?.name) : found;
}

/** The scope's wrapped data keys, the one that seals first: retired ones only open, destroyed ones are not among them. */
export async function listTenantKeys(tenant: TenantQueries) {
  return tenant.run(
    "tenants.keys",
    statements
      .select({ keyId: tenantKeys.keyId, wrappedKey: sql<string>`${tenantKeys.wrappedKey}` })
      .from(tenantKeys)
      .where(ownRows(tenantKeys, tenant, isNotNull(tenantKeys.wrappedKey)))
      .orderBy(sql`${tenantKeys.retiredAt} is not null`, desc(tenantKeys.createdAt)),
    { read: "primary" },
  );
}
