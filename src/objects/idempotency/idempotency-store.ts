import type { Remembered } from "../../domain/idempotency.ts";
import { ALARM_SLOTS } from "../lib/alarm-slots.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  ALARM_SLOTS,
  {
    id: "0001-answers",
    sql: `CREATE TABLE answers (
      number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
      begun_at INTEGER NOT NULL, sealed TEXT
    )`,
  },
  {
    id: "0002-tries",
    sql: "ALTER TABLE answers ADD COLUMN working_since INTEGER; UPDATE answers SET working_since = begun_at",
  },
];

type Row = { fingerprint: string; begun_at: number; working_since: number | null; sealed: string | null };

/** What was answered under which key, oldest first. Numbers are never given twice, so that a late worker takes nothing back. */
export class IdempotencyStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
  }

  find(key: string): (Remembered & { readonly sealed: string | null }) | null {
    const query = "SELECT fingerprint, begun_at, working_since, sealed FROM answers WHERE key = ?";
    const [row] = this.#sql.exec<Row>(query, key);
    if (!row) return null;
    const { fingerprint, begun_at: begunAt, working_since: workingSince, sealed } = row;
    return { fingerprint, begunAt, workingSince, sealed, isAnswered: sealed !== null };
  }

  begin(key: string, fingerprint: string, { begunAt, now }: { begunAt: number; now: number }): number {
    const columns = "key, fingerprint, begun_at, working_since";
    const query = `INSERT OR REPLACE INTO answers (${columns}) VALUES (?, ?, ?, ?) RETURNING number`;
    return this.#sql.exec<{ number: number }>(query, key, fingerprint, begunAt, now).one().number;
  }

  answer(number: number, sealed: string): void {
    this.#sql.exec("UPDATE answers SET sealed = ? WHERE number = ?", sealed, number);
  }

  giveUp(number: number): void {
    this.#sql.exec("UPDATE answers SET working_since = NULL WHERE number = ?", number);
  }

  forgetBefore(time: number): void {
    this.#sql.exec("DELETE FROM answers WHERE begun_at < ?", time);
  }

  /** Keeps the newest, up to so many answers and bytes. */
  trim(answers: number, bytes: number): void {
    this.#sql.exec(
      `DELETE FROM answers WHERE number IN (
        SELECT number FROM (
          SELECT number, row_number() OVER newest AS place, sum(length(sealed)) OVER newest AS held
          FROM answers WINDOW newest AS (ORDER BY number DESC)
        ) WHERE place > ? OR held > ?
      )`,
      answers,
      bytes,
    );
  }

  oldest(): number | null {
    return this.#sql.exec<{ at: number | null }>("SELECT min(begun_at) AS at FROM answers").one().at;
  }
}
