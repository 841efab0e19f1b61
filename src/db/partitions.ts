import { getTableName, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import { type Db, statements } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { trackChunks } from "./schema/events.ts";

const TRACKS = sql`${getTableName(trackChunks)}::regclass`;
/** SELECT needs a FROM in the query builder; this is one row. */
const ONCE = sql`(values (1)) once`;

/** Makes the missing days around today; tells how many. */
export async function ensureTrackPartitions(
  db: Db,
  days: { readonly back: number; readonly ahead: number },
): Promise<Result<number, DbError>> {
  const made = sql`ops.ensure_partitions(${TRACKS}, ${days.back}, ${days.ahead})`.mapWith(Number);
  const outcome = await db.system.run("partitions.ensure", statements.select({ made }).from(ONCE));
  return outcome.ok ? ok(outcome.value[0]?.made ?? 0) : outcome;
}

/** Drops the days that are more than `keepDays` old, with every position in them; tells their names. */
export async function dropTrackPartitions(db: Db, keepDays: number): Promise<Result<string[], DbError>> {
  const dropped = sql`unnest(ops.drop_partitions(${TRACKS}, ${keepDays}))`.mapWith(String);
  const outcome = await db.system.run("partitions.drop", statements.select({ dropped }).from(ONCE));
  return outcome.ok ? ok(outcome.value.map((row) => row.dropped)) : outcome;
}
