import type { Client } from "pg";
import { expect, inject, test } from "vitest";
import * as z from "zod";
import { MIGRATIONS } from "../../../dev/migrate.ts";
import { seed } from "../../../dev/seed.ts";
import { typeIdFromUuid } from "../../../src/domain/typeid.ts";
import { blindIndex, importHmacKey } from "../../../src/platform/blind-index.ts";
import { open, openDataKeys, openMasterKeys } from "../../../src/platform/sealed-text.ts";
import { TenantId } from "../../../src/protocol/ids.ts";
import { applyMigrations, scratchDatabase } from "./scratch-database.ts";

const { adminUrl, secrets } = inject("database");
const COUNTS = { tenants: 2, tenant_keys: 2, regions: 2, users: 6, vehicles: 18, drivers: 18 };

const wireId = (prefix: string) =>
  z.string().transform((uuid) => {
    const id = typeIdFromUuid(prefix, uuid);
    return id.ok ? id.value : "";
  });
const UserRow = z.object({
  id: wireId("usr"),
  tenant_id: wireId("tnt").pipe(TenantId),
  email_sealed: z.string(),
  key_id: z.string(),
  wrapped_key: z.string(),
});

async function migrated(): Promise<Client> {
  const client = await scratchDatabase(adminUrl);
  await applyMigrations(client, MIGRATIONS);
  return client;
}

const run = (client: Client, keys: typeof secrets) => seed((text, values) => client.query(text, values), keys);

async function countRows(client: Client): Promise<Record<string, number | null>> {
  const counts: Record<string, number | null> = {};
  for (const table of Object.keys(COUNTS)) counts[table] = (await client.query(`SELECT FROM ${table}`)).rowCount;
  return counts;
}

/** What the Worker will do: find by the index, unwrap the tenant's key, open. */
async function readByEmail(client: Client, email: string): Promise<unknown> {
  const index = await blindIndex(await importHmacKey(secrets.HMAC_KEY), "users.email", email);
  const found = await client.query(
    `SELECT id, tenant_id, email_sealed, key_id, wrapped_key
     FROM users JOIN tenant_keys USING (tenant_id) WHERE email_index = $1`,
    [Buffer.from(index)],
  );
  const [user] = z.tuple([UserRow]).parse(found.rows);
  const wrapped = { keyId: user.key_id, wrappedKey: user.wrapped_key };
  const ring = await openDataKeys(await openMasterKeys([secrets.DATA_KEY]), user.tenant_id, [wrapped]);
  if (!ring.ok) return ring;
  const place = { table: "users", column: "email_sealed", row: user.id, tenant: user.tenant_id };
  return open(ring.value, place, user.email_sealed);
}

test("a second start adds nothing, and the demo's people can be found and read with the keys alone", async () => {
  const client = await migrated();
  const logins = await run(client, secrets);
  expect(await run(client, secrets)).toEqual(logins);
  expect(logins).toHaveLength(24);
  const login = "dispatcher@harbour.example";
  expect(logins).toContainEqual({ tenant: "Harbour Couriers", role: "dispatcher", login });
  expect(await countRows(client)).toEqual(COUNTS);
  expect(await readByEmail(client, " Dispatcher@Harbour.example")).toEqual({ ok: true, value: login });
});

test("another DATA_KEY is refused in words that help, and nothing is half done", async () => {
  const client = await migrated();
  await run(client, secrets);
  await expect(run(client, { ...secrets, DATA_KEY: secrets.HMAC_KEY })).rejects.toThrow("npm run db:reset");
  expect(await countRows(client)).toEqual(COUNTS);
});
