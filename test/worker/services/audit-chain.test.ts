import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { listAuditEntries } from "../../../src/db/audit.ts";
import { statements, type TenantQueries } from "../../../src/db/client.ts";
import { listSecurityEvents } from "../../../src/db/security-events.ts";
import { tenants } from "../../../src/db/schema/tenants.ts";
import { AuditId } from "../../../src/protocol/ids.ts";
import { type AuditChain, type AuditDeps, sealAuditEntries } from "../../../src/services/audit-chain.ts";
import { connect, newTenant } from "../db/tenant-scope.ts";

const { db } = connect();
const deps: AuditDeps = { db, requestId: "req-1", auditChain: (tenantId) => env.AUDIT.getByName(tenantId) };

/** One audited change each. */
async function change(tenant: TenantQueries, times: number): Promise<void> {
  for (let time = 0; time < times; time++)
    await tenant.run("test.change", statements.update(tenants).set({ name: crypto.randomUUID() }));
}

async function sealedOf(tenant: TenantQueries): Promise<boolean[]> {
  const listed = await listAuditEntries(tenant, { limit: 50 });
  if (!listed.ok) throw new Error(listed.error.tag);
  return listed.value.map(({ sealed }) => sealed);
}

test("entries are sealed once, and later ones join the same chain", async () => {
  const tenant = await newTenant(db);
  await change(tenant, 2);
  expect(await sealAuditEntries(deps, tenant.tenantId)).toEqual({ ok: true, value: 3 });
  expect(await sealAuditEntries(deps, tenant.tenantId)).toEqual({ ok: true, value: 0 });
  await change(tenant, 1);
  expect(await sealedOf(tenant)).toEqual([false, true, true, true]);
  expect(await sealAuditEntries(deps, tenant.tenantId)).toEqual({ ok: true, value: 1 });
  expect(await env.AUDIT.getByName(tenant.tenantId).head()).toMatchObject({ number: 4 });
});

test("a run that broke off between writer and database is finished by the next", async () => {
  const tenant = await newTenant(db);
  await change(tenant, 1);
  const chain = env.AUDIT.getByName(tenant.tenantId);
  const breaking: AuditChain = {
    seal: async (entries) => {
      await chain.seal(entries);
      throw new Error("the runtime stopped");
    },
    confirm: async (number) => chain.confirm(number),
  };
  await expect(sealAuditEntries({ ...deps, auditChain: () => breaking }, tenant.tenantId)).rejects.toThrow("stopped");
  expect(await sealedOf(tenant)).toEqual([false, false]);
  await change(tenant, 1);
  expect(await sealAuditEntries(deps, tenant.tenantId)).toEqual({ ok: true, value: 3 });
  expect(await chain.head()).toMatchObject({ number: 3 });
});

test("a run whose confirmation was lost repeats nothing", async () => {
  const tenant = await newTenant(db);
  const chain = env.AUDIT.getByName(tenant.tenantId);
  const deaf: AuditChain = { seal: async (entries) => chain.seal(entries), confirm: async () => {} };
  await sealAuditEntries({ ...deps, auditChain: () => deaf }, tenant.tenantId);
  await change(tenant, 1);
  expect(await sealAuditEntries(deps, tenant.tenantId)).toMatchObject({ ok: true });
  expect(await sealedOf(tenant)).toEqual([true, true]);
  expect(await chain.seal([])).toEqual([]);
});

test("an entry that vanished before its seal is told and remembered", async () => {
  const tenant = await newTenant(db);
  const chain = env.AUDIT.getByName(tenant.tenantId);
  const vanishing: AuditChain = {
    seal: async (entries) => {
      const links = await chain.seal(entries);
      // Another id than it was, whatever that ended with.
      const other = (id: string) => AuditId.parse(`${id.slice(0, -1)}${id.endsWith("0") ? "1" : "0"}`);
      return links.map((link) => ({ ...link, id: other(link.id) }));
    },
    confirm: async (number) => chain.confirm(number),
  };
  const outcome = await sealAuditEntries({ ...deps, auditChain: () => vanishing }, tenant.tenantId);
  expect(outcome).toMatchObject({ ok: false, error: { tag: "audit-broken", number: 1 } });
  expect(await listSecurityEvents(tenant, { limit: 5 })).toMatchObject({
    ok: true,
    value: [{ kind: "audit-broken", actor: null, requestId: "req-1", detail: { number: 1 } }],
  });
});

test("a seal is never written over another", async () => {
  const tenant = await newTenant(db);
  await sealAuditEntries(deps, tenant.tenantId);
  const other = sql`select ops.seal_audit((
    select jsonb_agg(jsonb_build_object('id', id, 'number', 9, 'prev', '00', 'hash', '00')) from audit_entries)) as id`;
  expect(await tenant.run("test.reseal", statements.execute(other))).toMatchObject({ ok: true, value: { rows: [] } });
});
