import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { DEMO_VEHICLES } from "../../../dev/demo-tenants.ts";
import { makeSecrets } from "../../../dev/dev-vars.ts";
import { ROOT } from "../../../dev/paths.ts";
import { rotateTenant } from "../../../dev/rotate/rotate-tenant.ts";
import { readSchema, sealedTables } from "../../../dev/schema-tables.ts";
import type { Query } from "../../../dev/tenant-rows.ts";
import { openMasterKeys } from "../../../src/platform/sealed-text.ts";
import { namesOf, type SeededDatabase, useSeededDatabases } from "./seeded-database.ts";

const seededDatabase = useSeededDatabases();

const tables = sealedTables(await readSchema());
const NAMES = ["Harbour Couriers admin", "Harbour Couriers dispatcher", "Harbour Couriers store"];
const USERS_AND_DRIVERS = { drivers: DEMO_VEHICLES.length, users: 3 };
const HOUR_MS = 60 * 60 * 1_000;

interface Options {
  query?: Query;
  dataKeys?: string[];
  masterOnly?: boolean;
  /** From now. */
  inMs?: number;
}

async function rotate(database: SeededDatabase, { query, dataKeys, masterOnly = false, inMs = 0 }: Options = {}) {
  const master = await openMasterKeys(dataKeys ?? [database.secrets.DATA_KEY]);
  const plan = { query: query ?? database.query, master, tables, masterOnly, now: Date.now() + inMs };
  return rotateTenant(plan, database.tenant);
}

async function keysOf({ query, tenant }: SeededDatabase) {
  const { rows } = await query(
    `SELECT retired_at IS NOT NULL AS retired, destroyed_at IS NOT NULL AS destroyed, wrapped_key IS NULL AS gone
     FROM tenant_keys WHERE tenant_id = $1 ORDER BY created_at`,
    [tenant],
  );
  return rows;
}

const CURRENT = { retired: false, destroyed: false, gone: false };
const RETIRED = { retired: true, destroyed: false, gone: false };
const DESTROYED = { retired: true, destroyed: true, gone: true };

describe("a new key for a tenant's personal data", () => {
  test("seals everything, and the old one is destroyed as soon as nobody can be using it", async () => {
    const database = await seededDatabase();
    expect(await rotate(database)).toMatchObject({ renewed: true, resealed: USERS_AND_DRIVERS, unreadable: [] });
    expect(await keysOf(database)).toEqual([RETIRED, CURRENT]);
    expect(await namesOf(database, database.secrets.DATA_KEY)).toEqual(NAMES);
    const second = await rotate(database, { inMs: HOUR_MS });
    expect(second).toMatchObject({ renewed: false, resealed: {}, destroyed: [expect.any(String)], kept: [] });
    expect(await keysOf(database)).toEqual([DESTROYED, CURRENT]);
    expect(await namesOf(database, database.secrets.DATA_KEY)).toEqual(NAMES);
  });

  test("may be stopped anywhere: the next run goes on with the same key", async () => {
    const database = await seededDatabase();
    const stopping: Query = async (text, values) => {
      if (text.startsWith("UPDATE users")) throw new Error("the cable was pulled");
      return database.query(text, values);
    };
    await expect(rotate(database, { query: stopping })).rejects.toThrow("the cable was pulled");
    expect(await namesOf(database, database.secrets.DATA_KEY)).toEqual(NAMES);
    expect(await rotate(database)).toMatchObject({ renewed: false, resealed: { users: 3 } });
    expect(await keysOf(database)).toEqual([RETIRED, CURRENT]);
    expect(await rotate(database)).toMatchObject({ renewed: false, resealed: {} });
  });

  test("never writes over what somebody changed meanwhile", async () => {
    const database = await seededDatabase();
    const { query, tenant } = database;
    let changes = 0;
    const racing: Query = async (text, values) => {
      if (text.startsWith("UPDATE users") && changes++ === 0)
        await query("UPDATE users SET email_sealed = 'v1.raced' WHERE tenant_id = $1", [tenant]);
      return query(text, values);
    };
    const rotation = await rotate(database, { query: racing });
    expect(rotation.unreadable).toHaveLength(3);
    const { rows } = await query("SELECT DISTINCT email_sealed FROM users WHERE tenant_id = $1", [tenant]);
    expect(rows).toEqual([{ email_sealed: "v1.raced" }]);
    expect(await namesOf(database, database.secrets.DATA_KEY)).toEqual(NAMES);
    expect(changes).toBeGreaterThan(1);
  });

  test("an old key stays while a value needs it, and what no key opens is named", async () => {
    const database = await seededDatabase();
    const { query, tenant } = database;
    await query(
      `UPDATE users SET name_sealed = (SELECT name_sealed FROM users WHERE tenant_id = $1 AND role = 'store')
       WHERE tenant_id = $1 AND role = 'admin'`,
      [tenant],
    );
    const first = await rotate(database);
    expect(first.unreadable).toEqual([expect.stringMatching(/^users\.name_sealed of usr_\w+: tampered$/)]);
    const later = await rotate(database, { inMs: HOUR_MS });
    expect(later).toMatchObject({ destroyed: [], kept: [{ uses: 1 }] });
    expect(await keysOf(database)).toEqual([RETIRED, CURRENT]);
  });
});

describe("another master key", () => {
  test("wraps every key anew while the one before it is there, and then opens alone", async () => {
    const database = await seededDatabase();
    const [before, after] = [database.secrets.DATA_KEY, (await makeSecrets()).DATA_KEY];
    await expect(rotate(database, { dataKeys: [after], masterOnly: true })).rejects.toThrow("DATA_KEY_PREVIOUS");
    const both = { dataKeys: [after, before], masterOnly: true };
    expect(await rotate(database, both)).toMatchObject({ rewrapped: 1, renewed: false, resealed: {} });
    expect(await rotate(database, both)).toMatchObject({ rewrapped: 0 });
    expect(await namesOf(database, after)).toEqual(NAMES);
    expect(await namesOf(database, before)).toEqual(["unknown-key"]);
  });
});

test("the command says what it did, tenant by tenant, and what it lacks", async () => {
  const { client, secrets } = await seededDatabase();
  const url = new URL(inject("database").adminUrl);
  url.pathname = `/${client.database ?? ""}`;
  const run = (env: Record<string, string>) =>
    spawnSync(process.execPath, [join(ROOT, "dev/pii-rotate.ts")], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] ?? "", DOORSTEP_STATE: join(tmpdir(), "no-such-state"), ...env },
    });
  const lacking = run({});
  expect(lacking).toMatchObject({ status: 1, stderr: expect.stringMatching(/DATABASE_URL[^]*DATA_KEY/) });
  const { status, stdout } = run({ DATABASE_URL: url.href, DATA_KEY: secrets.DATA_KEY });
  expect({ status, lines: stdout.trim().split("\n") }).toEqual({
    status: 0,
    lines: ["harbour", "meadow"].map((slug) =>
      expect.stringMatching(
        `^${slug}: new key; sealed anew: ${DEMO_VEHICLES.length} of drivers, 3 of users; \\S+ can be destroyed by a run`,
      ),
    ),
  });
});

test("the schema tells of every sealed column that the database has", async () => {
  const { query } = await seededDatabase();
  const { rows } = await query(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name LIKE '%\\_sealed' ORDER BY 1`,
  );
  const known = tables.flatMap(({ name, sealed }) => sealed.map((column) => ({ name: `${name}.${column}` })));
  expect(known.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(rows);
  expect(known.length).toBeGreaterThan(10);
});
