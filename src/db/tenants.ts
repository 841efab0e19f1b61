import { desc, sql } from "drizzle-orm";
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

/** The scope's wrapped data keys, the one that seals first: retired ones only open. */
export async function listTenantKeys(tenant: TenantQueries) {
  return tenant.run(
    "tenants.keys",
    statements
      .select({ keyId: tenantKeys.keyId, wrappedKey: tenantKeys.wrappedKey })
      .from(tenantKeys)
      .where(ownRows(tenantKeys, tenant))
      .orderBy(sql`${tenantKeys.retiredAt} is not null`, desc(tenantKeys.createdAt)),
    { read: "primary" },
  );
}
