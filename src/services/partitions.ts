import { type DailyTable, dropPartitions, ensurePartitions } from "../db/partitions.ts";
import type { DbError } from "../db/db-error.ts";
import { ok, type Result } from "../domain/result.ts";
import type { Deps } from "./deps.ts";

interface Upkeep {
  readonly table: DailyTable;
  readonly daysBack: number;
  readonly keepDays: number;
}

/** Two weeks of failing nights before a day would be missing. */
const DAYS_AHEAD = 14;

const UPKEEP: readonly Upkeep[] = [
  // Chunks that arrive late from a phone are at most a week old. Raw positions are kept a month; rollups outlive them.
  { table: "tracks", daysBack: 7, keepDays: 30 },
  // Views are written within minutes, at the turn of the day into the day before. A quarter is long enough to ask why.
  { table: "location views", daysBack: 1, keepDays: 90 },
];

/** The nightly round: days to come get their partition, days past keeping lose theirs. */
export async function maintainPartitions({ db, log }: Pick<Deps, "db" | "log">): Promise<Result<void, DbError>> {
  for (const { table, daysBack, keepDays } of UPKEEP) {
    const made = await ensurePartitions(db, table, { back: daysBack, ahead: DAYS_AHEAD });
    if (!made.ok) return made;
    const dropped = await dropPartitions(db, table, keepDays);
    if (!dropped.ok) return dropped;
    log({ event: "partitions", table, made: made.value, dropped: dropped.value });
  }
  return ok(undefined);
}
