/** One person has a few sign-ins under way at most; beyond this the oldest challenge gives way. */
const MAX_MARKS_OF_KIND = 20;

/** Things that count once: tickets that were spent, challenges that may be answered. */
export class MarkStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** False if the mark was there before, or is past its time: what has been swept away cannot be told from what never was. */
  putOnce(kind: string, value: string, expiresAt: number, now: number): boolean {
    if (expiresAt <= now) return false;
    const insert = "INSERT OR IGNORE INTO marks VALUES (?, ?, ?) RETURNING value";
    return this.#sql.exec(insert, kind, value, expiresAt).toArray().length > 0;
  }

  /** Puts a mark that only the newest of its kind keep. */
  putNewest(kind: string, value: string, expiresAt: number): void {
    this.#sql.exec("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", kind, value, expiresAt);
    const trim = `DELETE FROM marks WHERE kind = ?1 AND value NOT IN (
      SELECT value FROM marks WHERE kind = ?1 ORDER BY expires_at DESC LIMIT ?2)`;
    this.#sql.exec(trim, kind, MAX_MARKS_OF_KIND);
  }

  /** Removes a mark, and says whether it was there in time. */
  take(kind: string, value: string, now: number): boolean {
    const removed = this.#sql.exec<{ expires_at: number }>(
      "DELETE FROM marks WHERE kind = ? AND value = ? RETURNING expires_at",
      kind,
      value,
    );
    return removed.toArray().some((mark) => mark.expires_at > now);
  }

  sweep(now: number): void {
    this.#sql.exec("DELETE FROM marks WHERE expires_at <= ?", now);
  }

  nextExpiry(): number | null {
    return this.#sql.exec<{ at: number | null }>("SELECT min(expires_at) AS at FROM marks").one().at;
  }
}
