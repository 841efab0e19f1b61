import { dropTrackPartitions, ensureTrackPartitions } from "../db/partitions.ts";
import type { DbError } from "../db/db-error.ts";
import { ok, type Result } from "../domain/result.ts";
import type { Deps } from "./deps.ts";

/** Chunks that arrive late from a phone are at most this old. */
const DAYS_BACK = 7;
/** Two weeks of failing nights before a day would be missing. */
const DAYS_AHEAD = 14;
/** Raw positions are kept a month; rollups outlive them. */
const KEEP_DAYS = 30;

/** The nightly round: days to come get their partition, days past keeping lose theirs. */
export async function maintainPartitions({ db, log }: Pick<Deps, "db" | "log">): Promise<Result<void, DbError>> {
  const made = await ensureTrackPartitions(db, { back: DAYS_BACK, ahead: DAYS_AHEAD });
  if (!made.ok) return made;
  const dropped = await dropTrackPartitions(db, KEEP_DAYS);
  if (!dropped.ok) return dropped;
  log({ event: "partitions", made: made.value, dropped: dropped.value });
  return ok(undefined);
}
