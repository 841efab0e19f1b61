import * as z from "zod";
import { type KeyRing, open, seal } from "../../src/platform/sealed-text.ts";
import type { SealedTable } from "../schema-tables.ts";
import type { Query } from "../tenant-rows.ts";
import { tenantIdOf } from "./tenant-keys.ts";

/** Some 200 KB of sealed text, and row locks for a few milliseconds. */
const BATCH_ROWS = 200;
/** Rows that somebody changes at this very moment are met again by the next pass. */
const PASSES_MAX = 3;
const FIRST_UUID = "00000000-0000-0000-0000-000000000000";

export interface Resealed {
  readonly rows: number;
  /** Values that no key of the tenant's opens, as table.column of row. */
  readonly unreadable: readonly string[];
}

interface Work {
  readonly query: Query;
  readonly ring: KeyRing;
  readonly tenant: string;
  readonly table: SealedTable;
}

const Row = z.looseObject({ id: z.uuid() });
type Row = z.output<typeof Row>;
type Change = Record<string, string | null>;

/** Seals by the current key whatever another one sealed. May stop anywhere: what is done is done, and is not met again. */
export async function resealTable(work: Work): Promise<Resealed> {
  let rows = 0;
  let unreadable: readonly string[] = [];
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    const passed = await resealOnce(work);
    rows += passed.rows;
    unreadable = passed.unreadable;
    if (passed.missed === 0) break;
  }
  return { rows, unreadable };
}

async function resealOnce(work: Work): Promise<Resealed & { missed: number }> {
  const unreadable: string[] = [];
  let [rows, missed] = [0, 0];
  for (let after = FIRST_UUID; ;) {
    const batch = await staleRows(work, after);
    const changes: Change[] = [];
    for (const row of batch) {
      const change = await resealRow(work, row, unreadable);
      if (change) changes.push(change);
    }
    const changed = await writeChanges(work, changes);
    rows += changed;
    missed += changes.length - changed;
    const last = batch.at(-1);
    if (!last || batch.length < BATCH_ROWS) return { rows, missed, unreadable };
    after = last.id;
  }
}

async function staleRows({ query, ring, tenant, table }: Work, after: string): Promise<Row[]> {
  const stale = table.sealed.map((column) => `NOT starts_with(${column}, $3)`).join(" OR ");
  const { rows } = await query(
    `SELECT id, ${table.sealed.join(", ")} FROM ${table.name}
     WHERE tenant_id = $1 AND id > $2 AND (${stale}) ORDER BY id LIMIT ${BATCH_ROWS}`,
    [tenant, after, sealedBy(ring.current)],
  );
  return z.array(Row).parse(rows);
}

/** Undefined where nothing of it can be opened. */
async function resealRow(work: Work, row: Row, unreadable: string[]): Promise<Change | undefined> {
  const { ring, tenant, table } = work;
  const change: Change = { id: row.id };
  let changed = false;
  for (const column of table.sealed) {
    const old = z.string().nullable().parse(row[column]);
    change[`${column}_old`] = old;
    change[`${column}_new`] = old;
    if (old === null || old.startsWith(sealedBy(ring.current))) continue;
    const place = { table: table.name, column, row: table.wireId(row.id), tenant: tenantIdOf(tenant) };
    const text = await open(ring, place, old);
    if (!text.ok) unreadable.push(`${table.name}.${column} of ${place.row}: ${text.error.tag}`);
    else change[`${column}_new`] = await seal(ring, place, text.value);
    changed ||= text.ok;
  }
  return changed ? change : undefined;
}

/** A row counts only if all of its values are still those that were read. */
async function writeChanges({ query, tenant, table }: Work, changes: readonly Change[]): Promise<number> {
  if (changes.length === 0) return 0;
  const set = table.sealed.map((column) => `${column} = v.${column}_new`).join(", ");
  const unchanged = table.sealed.map((column) => `t.${column} IS NOT DISTINCT FROM v.${column}_old`).join(" AND ");
  const shape = table.sealed.map((column) => `${column}_old text, ${column}_new text`).join(", ");
  const { rows } = await query(
    `UPDATE ${table.name} t SET ${set} FROM jsonb_to_recordset($2::jsonb) AS v (id uuid, ${shape})
     WHERE t.tenant_id = $1 AND t.id = v.id AND ${unchanged} RETURNING 1`,
    [tenant, JSON.stringify(changes)],
  );
  return rows.length;
}

/** How what a key sealed begins. */
export function sealedBy(keyId: string): string {
  return `v1.${keyId}.`;
}
