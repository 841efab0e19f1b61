import { getTableName, type SQL, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import { type Db, statements } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { trackChunks } from "./schema/events.ts";
import { locationViews } from "./schema/location-views.ts";

/** The tables with a partition for each day. */
const DAILY = { tracks: trackChunks, "location views": locationViews };
export type DailyTable = keyof typeof DAILY;

/** SELECT needs a FROM in the query builder; this is one row. */
const ONCE = sql`(values (1)) once`;

/** Makes the missing days around today; tells how many. */
export async function ensurePartitions(
  db: Db,
  table: DailyTable,
  days: { readonly back: number; readonly ahead: number },
): Promise<Result<number, DbError>> {
  const made = sql`ops.ensure_partitions(${regclassOf(table)}, ${days.back}, ${days.ahead})`.mapWith(Number);
  const outcome = await db.system.run("partitions.ensure", statements.select({ made }).from(ONCE));
  return outcome.ok ? ok(outcome.value[0]?.made ?? 0) : outcome;
}

/** Drops the days that are more than `keepDays` old, with every row in them; tells their names. */
export async function dropPartitions(db: Db, table: DailyTable, keepDays: number): Promise<Result<string[], DbError>> {
  const dropped = sql`unnest(ops.drop_partitions(${regclassOf(table)}, ${keepDays}))`.mapWith(String);
  const outcome = await db.system.run("partitions.drop", statements.select({ dropped }).from(ONCE));
  return outcome.ok ? ok(outcome.value.map((row) => row.dropped)) : outcome;
}

function regclassOf(table: DailyTable): SQL {
  return sql`${getTableName(DAILY[table])}::regclass`;
}
