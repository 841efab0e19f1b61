// Rows of one tenant, written by the owner: with its keys, inside its wall, in one transaction.
import * as z from "zod";
import { typeIdFromUuid } from "../src/domain/typeid.ts";
import { blindIndex, importHmacKey } from "../src/platform/blind-index.ts";
import { type KeyRing, makeDataKey, openDataKeys, openMasterKeys, seal } from "../src/platform/sealed-text.ts";
import { jurisdictionOf } from "../src/domain/jurisdiction.ts";
import { TenantId } from "../src/protocol/ids.ts";

/** One session of the owner's. */
export type Query = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;

interface Tenant {
  uuid: string;
  slug: string;
  name: string;
}

export interface TenantRows {
  query: Query;
  tenantUuid: string;
  sealed: (table: string, column: string, rowId: string, text: string) => Promise<string>;
  index: (field: string, value: string) => Promise<Uint8Array>;
}

const KeyRow = z.object({ key_id: z.string(), wrapped_key: z.string() });

/** Makes the tenant and its key where they are missing, then does the work. */
export async function inTenant<T>(
  query: Query,
  secrets: { HMAC_KEY: string; DATA_KEY: string },
  tenant: Tenant,
  work: (rows: TenantRows) => Promise<T>,
): Promise<T> {
  const master = await openMasterKeys([secrets.DATA_KEY]);
  const hmacKey = await importHmacKey(secrets.HMAC_KEY);
  const tenantId = TenantId.parse(wireId("tnt", tenant.uuid));
  await query("BEGIN");
  try {
    await query("SELECT set_config('app.tenant', $1, true), set_config('app.actor', 'setup', true)", [tenant.uuid]);
    const jurisdiction = jurisdictionOf(tenantId);
    const settings = JSON.stringify(jurisdiction === null ? {} : { jurisdiction });
    const values = [tenant.uuid, tenant.slug, tenant.name, settings];
    const insert = "INSERT INTO tenants (id, slug, name, settings) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    await query(insert, values);
    const ring = await tenantRing(query, master, tenantId, tenant.uuid);
    const done = await work({
      query,
      tenantUuid: tenant.uuid,
      sealed: (table, column, row, text) => seal(ring, { table, column, row, tenant: tenantId }, text),
      index: async (field, value) => Buffer.from(await blindIndex(hmacKey, field, value)),
    });
    await query("COMMIT");
    return done;
  } catch (error) {
    await query("ROLLBACK");
    throw error;
  }
}

export async function addUser(
  { query, tenantUuid, sealed, index }: TenantRows,
  user: { uuid: string; role: string; status: string; storeCode: string | null; name: string; email: string },
): Promise<void> {
  const row = wireId("usr", user.uuid);
  await query(
    `INSERT INTO users (tenant_id, id, role, status, store_code, name_sealed, email_sealed, email_index)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [
      tenantUuid,
      user.uuid,
      user.role,
      user.status,
      user.storeCode,
      await sealed("users", "name_sealed", row, user.name),
      await sealed("users", "email_sealed", row, user.email),
      await index("users.email", user.email),
    ],
  );
}

export function wireId(prefix: string, uuid: string): string {
  const id = typeIdFromUuid(prefix, uuid);
  if (!id.ok) throw new Error(`${uuid} is not a UUID.`);
  return id.value;
}

async function tenantRing(query: Query, master: KeyRing, tenantId: TenantId, uuid: string): Promise<KeyRing> {
  const { rows } = await query(
    `SELECT key_id, wrapped_key FROM tenant_keys WHERE tenant_id = $1 AND destroyed_at IS NULL
     ORDER BY retired_at IS NOT NULL, created_at DESC`,
    [uuid],
  );
  const wrapped = z
    .array(KeyRow)
    .parse(rows)
    .map((row) => ({ keyId: row.key_id, wrappedKey: row.wrapped_key }));
  if (wrapped.length === 0) {
    const made = await makeDataKey(master, tenantId);
    const values = [uuid, made.keyId, made.wrappedKey];
    await query("INSERT INTO tenant_keys (tenant_id, key_id, wrapped_key) VALUES ($1, $2, $3)", values);
    wrapped.push(made);
  }
  const ring = await openDataKeys(master, tenantId, wrapped);
  if (!ring.ok)
    throw new Error("DATA_KEY is not the key that this database was made with; run `npm run db:reset` to start anew.");
  return ring.value;
}

const TenantRow = z.object({ id: z.uuid(), slug: z.string() });

/** The owner sees every tenant; the app's role is told the active ones and sees each behind its own wall. */
export async function listTenants(query: Query): Promise<z.output<typeof TenantRow>[]> {
  const listed = await query("SELECT id FROM ops.tenant_ids() AS id UNION SELECT id FROM tenants ORDER BY id");
  const tenants = [];
  for (const { id } of z.array(TenantRow.pick({ id: true })).parse(listed.rows)) {
    await query("SELECT set_config('app.tenant', $1, false)", [id]);
    tenants.push(...z.array(TenantRow).parse((await query("SELECT id, slug FROM tenants WHERE id = $1", [id])).rows));
  }
  return tenants;
}
