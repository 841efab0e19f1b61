import * as z from "zod";
import { blindIndex } from "../../src/platform/blind-index.ts";
import { type KeyRing, makeDataKey, openDataKeys, seal } from "../../src/platform/sealed-text.ts";
import { tenantIdOf } from "../rotate/tenant-keys.ts";
import type { SchemaTable } from "../schema-tables.ts";
import type { Query } from "../tenant-rows.ts";
import { madeUp } from "./made-up.ts";
import { MASKS, type TableMask } from "./mask-plan.ts";

export interface MaskTools {
  readonly query: Query;
  readonly tables: readonly SchemaTable[];
  readonly master: KeyRing;
  readonly hmacKey: CryptoKey;
}

interface Work extends MaskTools {
  readonly tenant: string;
  readonly ring: KeyRing;
}

/** Some 300 KB of made-up text. */
const BATCH_ROWS = 500;
const FIRST_UUID = "00000000-0000-0000-0000-000000000000";
const Ids = z.array(z.object({ id: z.uuid() }));

/** Masks a tenant's rows; tells how many of each table. Belongs into a transaction: half a tenant is none. */
export async function maskTenant(tools: MaskTools, tenant: string): Promise<Record<string, number>> {
  await tools.query("SELECT set_config('app.tenant', $1, true), set_config('app.actor', 'db-mask', true)", [tenant]);
  const work = { ...tools, tenant, ring: await newRing(tools, tenant) };
  const counts: Record<string, number> = {};
  for (const table of tools.tables) {
    const mask = MASKS[table.name];
    if (mask) counts[table.name] = mask.sealed ? await maskRows(work, table, mask) : await maskAll(work, table, mask);
  }
  return counts;
}

/** The keys that sealed what was there are gone: whoever has the old master key opens nothing of this copy. */
async function newRing({ query, master }: MaskTools, tenant: string): Promise<KeyRing> {
  await query("DELETE FROM tenant_keys WHERE tenant_id = $1", [tenant]);
  const made = await makeDataKey(master, tenantIdOf(tenant));
  const values = [tenant, made.keyId, made.wrappedKey];
  await query("INSERT INTO tenant_keys (tenant_id, key_id, wrapped_key) VALUES ($1, $2, $3)", values);
  const ring = await openDataKeys(master, tenantIdOf(tenant), [made]);
  if (!ring.ok) throw new Error(`a key just made does not open: ${ring.error.tag}`);
  return ring.value;
}

async function maskAll({ query, tenant }: Work, { name }: SchemaTable, mask: TableMask): Promise<number> {
  const set = Object.entries(mask.plain ?? {}).map(([column, value]) => `${column} = ${value}`);
  const { rows } = await query(`UPDATE ${name} SET ${set.join(", ")} WHERE tenant_id = $1 RETURNING 1`, [tenant]);
  return rows.length;
}

async function maskRows(work: Work, table: SchemaTable, mask: TableMask): Promise<number> {
  const select = `SELECT id FROM ${table.name} WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT ${BATCH_ROWS}`;
  for (let [after, count] = [FIRST_UUID, 0]; ;) {
    const ids = Ids.parse((await work.query(select, [work.tenant, after])).rows);
    const last = ids.at(-1);
    if (!last) return count;
    const values = await Promise.all(ids.map(async ({ id }) => maskedRow(work, table, mask, id)));
    await work.query(updateOf(table.name, mask), [work.tenant, JSON.stringify(values)]);
    [after, count] = [last.id, count + ids.length];
  }
}

async function maskedRow({ ring, hmacKey, tenant }: Work, table: SchemaTable, mask: TableMask, id: string) {
  const texts = Object.entries(mask.sealed ?? {}).map(
    ([column, kind]) => [column, madeUp(kind, table.name, id)] as const,
  );
  const row: Record<string, string> = { id };
  for (const [column, text] of texts) {
    const place = { table: table.name, column, row: table.wireId(id), tenant: tenantIdOf(tenant) };
    row[column] = await seal(ring, place, text);
  }
  for (const [column, { field, of }] of Object.entries(mask.index ?? {})) {
    const text = texts.find(([sealed]) => sealed === of)?.[1] ?? "";
    row[column] = Buffer.from(await blindIndex(hmacKey, field, text)).toString("hex");
  }
  return row;
}

/** What was empty stays empty. */
function updateOf(table: string, { sealed = {}, index = {}, plain = {} }: TableMask): string {
  const [texts, indexes] = [Object.keys(sealed), Object.keys(index)];
  const set = [
    ...texts.map((column) => `${column} = CASE WHEN t.${column} IS NOT NULL THEN v.${column} END`),
    ...indexes.map((column) => `${column} = decode(v.${column}, 'hex')`),
    ...Object.entries(plain).map(([column, value]) => `${column} = ${value.replaceAll(/\bid\b/g, "t.id")}`),
  ];
  const shape = [...texts, ...indexes].map((column) => `${column} text`);
  return `UPDATE ${table} t SET ${set.join(", ")} FROM jsonb_to_recordset($2::jsonb) AS v (id uuid, ${shape.join(", ")})
    WHERE t.tenant_id = $1 AND t.id = v.id`;
}
