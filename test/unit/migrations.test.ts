import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import * as z from "zod";
import { checkMigrations } from "../../dev/check-migrations.ts";
import { MIGRATIONS } from "../../dev/migrate.ts";
import { applyMigrations, connect, scratchDatabase } from "./db/scratch-database.ts";

const Journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) });
const { adminUrl, ownerUrl } = inject("database");

const TABLES = `SELECT format('%s', c.oid::regclass) AS name, c.oid FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;

async function names(client: pg.Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(query);
  return rows.map((row) => row.name);
}

/** What a database looks like, for comparing two ways to get there. */
async function shape(client: pg.Client): Promise<unknown[]> {
  const { rows } = await client.query(
    `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name !~ '_\\d{8}$' ORDER BY 1, 2`,
  );
  return rows;
}

/** The migrations without the last one. */
function withoutLast(): string {
  const folder = mkdtempSync(join(tmpdir(), "migrations-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(MIGRATIONS, folder, { recursive: true });
  const file = join(folder, "meta/_journal.json");
  const journal = Journal.parse(JSON.parse(readFileSync(file, "utf8")));
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, -1) }));
  return folder;
}

describe("migrations", () => {
  test("an empty database takes all of them, and the last alone after the ones before", async () => {
    const whole = await scratchDatabase(adminUrl);
    await applyMigrations(whole, MIGRATIONS);
    const inSteps = await scratchDatabase(adminUrl);
    await applyMigrations(inSteps, withoutLast());
    const before = await inSteps.query("SELECT FROM drizzle.__drizzle_migrations");
    await applyMigrations(inSteps, MIGRATIONS);
    const after = await inSteps.query("SELECT FROM drizzle.__drizzle_migrations");
    expect(after.rowCount).toBe((before.rowCount ?? 0) + 1);
    expect(await shape(inSteps)).toEqual(await shape(whole));
    expect((await shape(whole)).length).toBeGreaterThan(250);
  });

  test("are in step with the schema in the code", async () => {
    await expect(checkMigrations()).resolves.toBe("in step with the schema");
  });

  test("every table of a tenant's is walled, for its owner too", async () => {
    const owner = await connect(ownerUrl);
    const walled = await names(
      owner,
      `SELECT t.name FROM (${TABLES}) t JOIN pg_class c USING (oid) JOIN pg_policy p ON p.polrelid = t.oid
       WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polname = 'tenant_wall' AND p.polcmd = '*'
         AND pg_get_expr(p.polqual, t.oid) LIKE '%( SELECT (NULLIF(current_setting(''app.tenant''::text, true)%'
         AND pg_get_expr(p.polqual, t.oid) = pg_get_expr(p.polwithcheck, t.oid)`,
    );
    const all = await names(owner, TABLES);
    expect(all.filter((name) => !walled.includes(name))).toEqual(["dead_letters"]);
    expect(walled).toHaveLength(30);
  });

  test("every other policy is known here", async () => {
    const owner = await connect(ownerUrl);
    const others =
      "SELECT polname || ' on ' || polrelid::regclass AS name FROM pg_policy WHERE polname <> 'tenant_wall' ORDER BY 1";
    expect(await names(owner, others)).toEqual([
      "owner_finds on api_keys",
      "owner_finds on drivers",
      "owner_finds on invitations",
      "owner_finds on shipments",
      "owner_finds on street_names",
      "owner_finds on tracker_tokens",
      "owner_finds on tracking_links",
      "owner_finds on users",
      "owner_lists on tenants",
    ]);
    const wide = `SELECT polrelid::regclass::text AS name FROM pg_policy WHERE polname <> 'tenant_wall'
      AND (polcmd <> 'r' OR 'doorstep_app'::regrole = ANY (polroles) OR 0 = ANY (polroles))`;
    expect(await names(owner, wide)).toEqual([]);
  });

  test("every reference is a foreign key with the tenant in it, but for those that may run ahead of their row", async () => {
    const owner = await connect(ownerUrl);
    const loose = await names(
      owner,
      `SELECT t.name || '.' || a.attname AS name FROM (${TABLES}) t JOIN pg_attribute a ON a.attrelid = t.oid
       WHERE a.atttypid = 'uuid'::regtype AND a.attname NOT IN ('id', 'tenant_id') AND NOT EXISTS (
         SELECT FROM pg_constraint k JOIN pg_attribute n ON n.attrelid = t.oid AND n.attname = 'tenant_id'
         WHERE k.contype = 'f' AND k.conrelid = t.oid AND k.conkey @> ARRAY[n.attnum, a.attnum])
       ORDER BY 1`,
    );
    expect(loose).toEqual([
      "audit_entries.row_id",
      "events.shipment_id",
      "events.stop_id",
      "location_views.driver_id",
      "location_views.trip_id",
      "shipments.proof_awaited",
      "sos_calls.acknowledged_by",
      "track_chunks.driver_id",
      "track_chunks.trip_id",
    ]);
  });

  test("every foreign key has an index that begins with its columns", async () => {
    const owner = await connect(ownerUrl);
    const bare = await names(
      owner,
      `SELECT k.conname AS name FROM pg_constraint k
       WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND NOT EXISTS (
         SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
           AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)`,
    );
    expect(bare).toEqual([]);
  });

  test("every table with updated_at has the trigger that keeps it", async () => {
    const owner = await connect(ownerUrl);
    const having = await names(
      owner,
      `SELECT t.name FROM (${TABLES}) t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'updated_at' ORDER BY 1`,
    );
    const kept = await names(
      owner,
      `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgfoid = 'ops.touch_updated_at'::regproc AND tgenabled = 'O' ORDER BY 1`,
    );
    expect(kept).toEqual(having);
    expect(having.length).toBeGreaterThan(10);
  });

  test("nobody but the owner and the app's role may call the upkeep functions, and the app only these", async () => {
    const owner = await connect(ownerUrl);
    const open = `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'ops'::regnamespace AND has_function_privilege($role, oid, 'EXECUTE') ORDER BY 1`;
    expect(await names(owner, open.replace("$role", "'doorstep_app'"))).toEqual([
      "drop_partitions",
      "ensure_partitions",
      "expect",
      "find_accounts",
      "find_api_key",
      "find_invitation",
      "find_shipments",
      "find_tracker_token",
      "find_tracking_link",
      "mark_deployment",
      "seal_audit",
      "tenant_ids",
      "uuid_v7",
    ]);
    expect(await names(owner, open.replace("$role", "'public'"))).toEqual([]);
  });

  test("every function that borrows the owner's rights has a fixed search path", async () => {
    const owner = await connect(ownerUrl);
    const definers = "SELECT proname AS name FROM pg_proc WHERE pronamespace = 'ops'::regnamespace AND prosecdef";
    const loose = `${definers} AND NOT EXISTS (SELECT FROM unnest(proconfig) c WHERE c LIKE 'search_path=pg_catalog%pg_temp')`;
    expect(await names(owner, loose)).toEqual([]);
    expect(await names(owner, definers)).toHaveLength(11);
  });
});
