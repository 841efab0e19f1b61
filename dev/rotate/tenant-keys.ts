import * as z from "zod";
import { type KeyRing, makeDataKey, openDataKeys, rewrapDataKey } from "../../src/platform/sealed-text.ts";
import { TenantId } from "../../src/protocol/ids.ts";
import { type Query, wireId } from "../tenant-rows.ts";

const KeyRow = z
  .object({ key_id: z.string(), wrapped_key: z.string(), created_at: z.date(), retired_at: z.date().nullable() })
  .transform((row) => ({
    keyId: row.key_id,
    wrappedKey: row.wrapped_key,
    createdAt: row.created_at.getTime(),
    retiredAt: row.retired_at?.getTime() ?? null,
  }));
type KeyRow = z.output<typeof KeyRow>;

const DAY_MS = 24 * 60 * 60 * 1_000;
/** A rotation that was begun this lately is continued; an older one is joined by the next. */
const CONTINUED_MS = DAY_MS;

export function tenantIdOf(uuid: string): TenantId {
  return TenantId.parse(wireId("tnt", uuid));
}

/** The keys that are not destroyed, the one that seals first. */
export async function listKeys(query: Query, tenant: string): Promise<KeyRow[]> {
  const { rows } = await query(
    `SELECT key_id, wrapped_key, created_at, retired_at FROM tenant_keys WHERE tenant_id = $1 AND destroyed_at IS NULL
     ORDER BY retired_at IS NOT NULL, created_at DESC`,
    [tenant],
  );
  return z.array(KeyRow).parse(rows);
}

/** Wraps by the newest master key what an older one wrapped; tells how many. */
export async function rewrapKeys(query: Query, master: KeyRing, tenant: string): Promise<number> {
  let rewrapped = 0;
  for (const key of await listKeys(query, tenant)) {
    const wrapped = await rewrapDataKey(master, tenantIdOf(tenant), key);
    if (!wrapped.ok) throw new Error(`key ${key.keyId}: neither DATA_KEY nor DATA_KEY_PREVIOUS opens it`);
    if (wrapped.value === null) continue;
    const values = [tenant, key.keyId, key.wrappedKey, wrapped.value];
    const { rows } = await query(
      "UPDATE tenant_keys SET wrapped_key = $4 WHERE tenant_id = $1 AND key_id = $2 AND wrapped_key = $3 RETURNING 1",
      values,
    );
    rewrapped += rows.length;
  }
  return rewrapped;
}

/** Gives the tenant a new key and retires the others, unless a run before this one did; tells whether. */
export async function renewKey(query: Query, master: KeyRing, tenant: string, now: number): Promise<boolean> {
  const keys = await listKeys(query, tenant);
  const newest = keys[0];
  // A tenant without a key has nothing sealed: its first key is made with its first row.
  if (!newest) return false;
  const begun = keys.some(({ retiredAt }) => retiredAt !== null);
  if (begun && newest.createdAt > now - CONTINUED_MS) return false;
  const made = await makeDataKey(master, tenantIdOf(tenant));
  // One statement, so that at no moment all keys are retired.
  await query(
    `WITH retired AS (UPDATE tenant_keys SET retired_at = now() WHERE tenant_id = $1 AND retired_at IS NULL)
     INSERT INTO tenant_keys (tenant_id, key_id, wrapped_key) VALUES ($1, $2, $3)`,
    [tenant, made.keyId, made.wrappedKey],
  );
  return true;
}

export async function ringOf(query: Query, master: KeyRing, tenant: string): Promise<KeyRing> {
  const ring = await openDataKeys(master, tenantIdOf(tenant), await listKeys(query, tenant));
  if (!ring.ok) throw new Error(`the tenant's keys: ${ring.error.tag}`);
  return ring.value;
}
