// The tables as src/db/schema names them, found there rather than listed: what is added is never forgotten here.
import { is } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import { getTableConfig, type PgColumn, PgTable } from "drizzle-orm/pg-core";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./paths.ts";

const SCHEMA = join(ROOT, "src/db/schema");

export interface SchemaTable {
  readonly name: string;
  /** Names as in Postgres. */
  readonly columns: readonly string[];
  /** What the wire calls a row of this UUID; seals are bound to it. */
  readonly wireId: (uuid: string) => string;
}

export interface SealedTable extends SchemaTable {
  readonly sealed: readonly string[];
}

export async function readSchema(): Promise<SchemaTable[]> {
  const files = readdirSync(SCHEMA).filter((name) => name.endsWith(".ts"));
  const modules = await Promise.all(files.map(async (name) => exportsOf(join(SCHEMA, name))));
  return modules
    .flat()
    .filter((value) => is(value, PgTable))
    .map(describeTable);
}

/** Those that hold sealed values. */
export function sealedTables(tables: readonly SchemaTable[]): SealedTable[] {
  return tables
    .map((table) => ({ ...table, sealed: table.columns.filter((column) => column.endsWith("_sealed")) }))
    .filter(({ sealed }) => sealed.length > 0);
}

export function describeTable(table: PgTable): SchemaTable {
  const { name, columns } = getTableConfig(table);
  const id = columns.find((column) => columnName(column) === "id");
  return { name, columns: columns.map(columnName), wireId: (uuid) => String(id?.mapFromDriverValue(uuid)) };
}

function columnName(column: PgColumn): string {
  return column.keyAsName ? toSnakeCase(column.name) : column.name;
}

async function exportsOf(path: string): Promise<unknown[]> {
  const loaded: Record<string, unknown> = await import(pathToFileURL(path).href);
  return Object.values(loaded);
}
