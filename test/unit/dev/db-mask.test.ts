import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import { DEMO_VEHICLES } from "../../../dev/demo-tenants.ts";
import { makeSecrets } from "../../../dev/dev-vars.ts";
import { madeUp } from "../../../dev/mask/made-up.ts";
import { maskDatabase } from "../../../dev/mask/mask-database.ts";
import { EMPTIED, MASKS, planFaults } from "../../../dev/mask/mask-plan.ts";
import { describeTable, readSchema } from "../../../dev/schema-tables.ts";
import { blindIndex, importHmacKey } from "../../../src/platform/blind-index.ts";
import { namesOf, type SeededDatabase, useSeededDatabases } from "../db/seeded-database.ts";

const seededDatabase = useSeededDatabases();

/** Bytes and words that must not be there afterwards. */
const STREET = "Confidential Street";
const TOKEN = "a token's hash that opens a link";

/** A copy with a shipment, a link and an API key beside the demo's people. */
async function copy(): Promise<SeededDatabase> {
  const database = await seededDatabase();
  const { query, tenant } = database;
  await query("SELECT set_config('app.tenant', $1, false)", [tenant]);
  await query(
    `WITH shipment AS (
       INSERT INTO shipments (tenant_id, id, region_id, reference, street, city, address_sealed, recipient_name_sealed, lat, lng)
       SELECT $1, gen_random_uuid(), id, 'ORDER-1', $2, 'Port', 'v1.address', 'v1.name', 53.55123, 9.99456
       FROM regions WHERE tenant_id = $1 RETURNING id)
     INSERT INTO tracking_links (tenant_id, id, shipment_id, token_hash, created_by, expires_at)
     SELECT $1, gen_random_uuid(), id, $3, 'test', now() + interval '1 day' FROM shipment`,
    [tenant, STREET, Buffer.from(TOKEN)],
  );
  await query(
    `INSERT INTO api_keys (tenant_id, id, name, prefix, secret_hash, scopes, created_by)
     VALUES ($1, gen_random_uuid(), 'Shop', 'dsk', $2, '{shipment:read}', 'test')`,
    [tenant, Buffer.from(TOKEN)],
  );
  return database;
}

/** Every row of every table that is masked, as text. */
async function dump({ query }: SeededDatabase): Promise<string> {
  const texts: string[] = [];
  for (const table of [...Object.keys(MASKS), ...EMPTIED])
    texts.push(JSON.stringify((await query(`SELECT to_jsonb(t)::text AS row FROM ${table} t ORDER BY 1`)).rows));
  return texts.join("\n");
}

describe("masking a database", () => {
  test("is refused, and changes nothing, where the database is not called a copy", async () => {
    const database = await copy();
    const before = await dump(database);
    const refusal = async () => maskDatabase(database.query, await makeSecrets()).catch(String);
    expect(await refusal()).toContain("does not say what it is, and only a copy is masked");
    for (const mark of ["production", "staging", "masked"]) {
      await database.query("SELECT ops.mark_deployment($1)", [mark]);
      expect(await refusal()).toContain(`says that it is "${mark}", and only a copy is masked`);
    }
    expect(await dump(database)).toBe(before);
  });

  test("stops at once when a live deployment claims the database in between", async () => {
    const database = await copy();
    await database.query("SELECT ops.mark_deployment('copy')");
    let claimed = false;
    const claimedMeanwhile: SeededDatabase["query"] = async (sql, values) => {
      if (sql === "BEGIN" && !claimed) {
        claimed = true;
        await database.query("SELECT ops.mark_deployment('production')");
      }
      return database.query(sql, values);
    };
    await expect(maskDatabase(claimedMeanwhile, await makeSecrets())).rejects.toThrow('"production"');
    expect(await namesOf(database, database.secrets.DATA_KEY)).toContain("Harbour Couriers admin");
  });

  test("leaves nobody's data, no key that opens any, and no token that works", async () => {
    const database = await copy();
    const { query, tenant, secrets } = database;
    await query("SELECT ops.mark_deployment('copy')");
    const keys = await makeSecrets();
    const counts = await maskDatabase(query, keys);
    expect(Object.fromEntries(counts)).toMatchObject({
      users: 6,
      drivers: 2 * DEMO_VEHICLES.length,
      shipments: 1,
      tracking_links: 1,
      api_keys: 1,
    });
    const after = await dump(database);
    for (const gone of [STREET, "ORDER-1", "53.55123", "v1.address", Buffer.from(TOKEN).toString("hex")])
      expect(after).not.toContain(gone);
    expect(await namesOf(database, secrets.DATA_KEY)).toEqual(["unknown-key"]);
    const { rows: users } = await query("SELECT id::text FROM users WHERE tenant_id = $1 ORDER BY id", [tenant]);
    const ids = users.map((row) => (typeof row === "object" && row && "id" in row ? String(row.id) : ""));
    expect(await namesOf(database, keys.DATA_KEY)).toEqual(ids.map((id) => madeUp("name", "users", id)));
    const index = await blindIndex(
      await importHmacKey(keys.HMAC_KEY),
      "users.email",
      madeUp("email", "users", ids[0] ?? ""),
    );
    expect((await query("SELECT * FROM ops.find_accounts($1)", [Buffer.from(index)])).rows).toHaveLength(1);
    const live =
      "SELECT 1 FROM tracking_links WHERE revoked_at IS NULL UNION ALL SELECT 1 FROM api_keys WHERE revoked_at IS NULL";
    expect((await query(live)).rows).toEqual([]);
    for (const table of EMPTIED) expect((await query(`SELECT 1 FROM ${table}`)).rows).toEqual([]);
    expect((await query("SELECT environment FROM ops.deployment")).rows).toEqual([{ environment: "masked" }]);
  });
});

describe("the plan of what is masked", () => {
  test("covers every sealed, keyed and hashed column of the schema, and nothing that is not there", async () => {
    expect(planFaults(await readSchema())).toEqual([]);
  });

  test("does not cover a column that was added and forgotten", async () => {
    const notes = pgTable("notes", {
      id: uuid(),
      remarkSealed: text(),
      remarkIndex: text(),
      tokenHash: text(),
      words: text(),
    });
    const faults = ["notes.remark_sealed", "notes.remark_index", "notes.token_hash"];
    expect(planFaults([...(await readSchema()), describeTable(notes)])).toEqual(
      faults.map((column) => `${column} is not masked`),
    );
    const stale = { ...MASKS, users: { ...MASKS["users"], plain: { nickname: "NULL" } } };
    expect(planFaults(await readSchema(), stale)).toEqual(["users.nickname is not in the schema"]);
  });

  test("makes up the same for a row each time, and never the same for two", () => {
    expect(madeUp("phone", "drivers", "a")).toBe(madeUp("phone", "drivers", "a"));
    const made = Array.from({ length: 1_000 }, (_, number) => madeUp("phone", "drivers", String(number)));
    expect(new Set(made).size).toBe(1_000);
    expect(made.every((phone) => /^\+999\d{11}$/.test(phone))).toBe(true);
  });
});
