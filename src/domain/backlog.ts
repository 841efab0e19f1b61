/**
 * What a trip's object keeps at most that Postgres has not confirmed, in lines of the log and chunks of the track. Two
 * devices that take turns at each fix make a chunk of each: 172,800 on a day without Postgres. With 7 KB at most beside
 * each, it is a seventh of the 10 GB that an object may hold.
 */
export const BACKLOG_ROWS_MAX = 200_000;
/** From there on phones are asked for less. */
const SLOW_SHARE = 0.8;

/** `slow`: send more seldom. `full`: positions stay with their sender; what people do is still taken. */
export type Backlog = "none" | "slow" | "full";

export function backlogOf(unconfirmedRows: number): Backlog {
  if (unconfirmedRows >= BACKLOG_ROWS_MAX) return "full";
  return unconfirmedRows >= BACKLOG_ROWS_MAX * SLOW_SHARE ? "slow" : "none";
}
