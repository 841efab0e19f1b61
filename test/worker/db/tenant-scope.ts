import { env } from "cloudflare:workers";
import { uuidv7obj } from "uuidv7";
import { expect } from "vitest";
import { type Db, openDb, type QueryEvent, statements, type TenantQueries } from "../../../src/db/client.ts";
import { tenants } from "../../../src/db/schema/tenants.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { freshnessObject } from "../../../src/platform/object-stubs.ts";
import type { FactKind } from "../../../src/protocol/fact-kind.ts";
import { TenantId } from "../../../src/protocol/ids.ts";

export function newTenantId(): TenantId {
  return TenantId.parse(typeIdFromBytes("tnt", uuidv7obj().bytes));
}

export function connect(timeoutMs?: number): { db: Db; events: QueryEvent[] } {
  const events: QueryEvent[] = [];
  const config = {
    url: env.DATABASE_URL,
    readUrl: env.DATABASE_URL,
    proxy: env.NEON_PROXY,
    ...(timeoutMs && { timeoutMs }),
  };
  // As in the product: what a test writes past the API makes its kept answers old.
  const written = async (tenantId: TenantId, kinds: readonly FactKind[]) =>
    freshnessObject(env, tenantId).changed(kinds);
  return { db: openDb(config, (event) => events.push(event), { written }), events };
}

/** The queries of a tenant that the test has to itself. */
export async function newTenant(db: Db): Promise<TenantQueries> {
  const tenantId = newTenantId();
  const tenant = db.forTenant({ tenantId, actor: "usr_test", requestId: "req-1" });
  const slug = tenantId.replace("_", "-");
  const added = await tenant.run(
    "test.tenant",
    statements.insert(tenants).values({ id: tenantId, slug, name: "Test" }),
  );
  expect(added).toMatchObject({ ok: true });
  return tenant;
}
