import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { auditEntries } from "../../../src/db/schema/audit.ts";
import { tenants } from "../../../src/db/schema/tenants.ts";
import { connect, newTenant, newTenantId } from "./tenant-scope.ts";

const { db, events } = connect();

describe("the database client in the Worker", () => {
  test("a tenant sees itself and cannot touch another", async () => {
    const [mine, theirs] = [await newTenant(db), await newTenant(db)];
    const all = statements.select({ id: tenants.id }).from(tenants);
    expect(await mine.run("test.all", all, { read: "primary" })).toEqual({ ok: true, value: [{ id: mine.tenantId }] });
    const rename = statements.update(tenants).set({ name: "Taken" }).where(eq(tenants.id, theirs.tenantId));
    expect(await mine.run("test.rename", rename)).toMatchObject({ ok: true, value: { rowCount: 0 } });
    const own = await theirs.run("test.own", statements.select({ name: tenants.name }).from(tenants), {
      read: "primary",
    });
    expect(own).toEqual({ ok: true, value: [{ name: "Test" }] });
  });

  test("the system sees no tenant's rows", async () => {
    await newTenant(db);
    expect(await db.system.run("test.none", statements.select().from(tenants))).toEqual({ ok: true, value: [] });
  });

  test("a batch is one transaction: what fails last takes back what went before", async () => {
    const tenant = await newTenant(db);
    const outcome = await tenant.batch("test.batch", [
      statements.update(tenants).set({ name: "Half done" }).where(eq(tenants.id, tenant.tenantId)),
      statements.insert(tenants).values({ id: tenant.tenantId, slug: "again", name: "Again" }),
    ]);
    expect(outcome).toEqual({
      ok: false,
      error: { tag: "conflict", sqlstate: "23505", constraint: "tenants_pkey", transient: false },
    });
    const { ok, ...rest } = await tenant.run("test.name", statements.select({ name: tenants.name }).from(tenants));
    expect([ok, rest]).toEqual([true, { value: [{ name: "Test" }] }]);
  });

  test("a compare-and-set that comes too late is a version conflict", async () => {
    const tenant = await newTenant(db);
    const change = (version: number) =>
      statements.execute(
        sql`with changed as (${statements
          .update(tenants)
          .set({ version: version + 1 })
          .where(and(eq(tenants.id, tenant.tenantId), eq(tenants.version, version)))
          .returning({ id: tenants.id })
          .getSQL()}) select ops.expect(count(*) = 1, 'P0409', 'version conflict') from changed`,
      );
    expect(await tenant.run("test.change", change(1))).toMatchObject({ ok: true });
    expect(await tenant.run("test.change", change(1))).toEqual({
      ok: false,
      error: { tag: "version-conflict", sqlstate: "P0409", transient: false },
    });
  });

  test("the audit trail knows who and which request", async () => {
    const tenant = await newTenant(db);
    const { actor, requestId, tableName, rowId } = auditEntries;
    const trail = await tenant.run(
      "test.trail",
      statements.select({ actor, requestId, tableName, rowId }).from(auditEntries),
    );
    expect(trail).toMatchObject({ ok: true, value: [{ actor: "usr_test", requestId: "req-1", tableName: "tenants" }] });
  });

  test("what is declared read-only is held to it", async () => {
    const tenant = await newTenant(db);
    const rename = statements.update(tenants).set({ name: "Changed" });
    expect(await tenant.run("test.sly", rename, { read: "primary" })).toMatchObject({
      ok: false,
      error: { sqlstate: "25006" },
    });
  });

  test("Postgres gives up before the client does, so the outcome is certain", async () => {
    const patient = connect(1_000);
    const outcome = await patient.db.system.run("test.sleep", statements.execute(sql`select pg_sleep(5)`));
    expect(outcome).toEqual({ ok: false, error: { tag: "timeout", sqlstate: "57014", transient: false } });
    expect(patient.events[0]?.ms).toBeLessThan(1_000);
  });

  test("neither errors nor events hold a value of the row", async () => {
    const tenant = await newTenant(db);
    const bad = statements.insert(tenants).values({ id: newTenantId(), slug: "Not a slug!", name: "Confidential" });
    const outcome = await tenant.run("test.bad", bad);
    expect(outcome).toMatchObject({ ok: false, error: { sqlstate: "42501" } });
    const worse = statements.update(tenants).set({ slug: "Not a slug!", name: "Confidential" });
    const refused = await tenant.run("test.worse", worse);
    expect(refused).toMatchObject({
      ok: false,
      error: { tag: "invalid", sqlstate: "23514", constraint: "tenants_slug_check" },
    });
    expect(JSON.stringify([outcome, refused, events])).not.toMatch(/Not a slug|Confidential/);
    expect(events.at(-1)).toEqual({ name: "test.worse", ms: expect.any(Number), ok: false, sqlstate: "23514" });
  });

  test("an event counts the rows of every statement but its own", async () => {
    const tenant = await newTenant(db);
    await tenant.batch("test.count", [
      statements.update(tenants).set({ name: "Counted" }),
      statements.select().from(tenants),
      statements.execute(sql`select generate_series(1, 3)`),
    ]);
    expect(events.at(-1)).toEqual({ name: "test.count", ms: expect.any(Number), ok: true, rows: 5 });
  });

  test("settings end with their batch", async () => {
    await newTenant(db);
    const left = statements.execute(
      sql`select current_setting('app.tenant', true) as tenant, current_setting('app.actor', true) as actor`,
    );
    const outcome = await db.system.run("test.left", left);
    expect(outcome).toMatchObject({ ok: true, value: { rows: [{ tenant: "", actor: "system" }] } });
  });
});
