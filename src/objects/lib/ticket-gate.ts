import type { Migration } from "./sqlite-migrations.ts";

/** An object that tickets open has this among its migrations. */
export const TICKET_TABLES: Migration = {
  id: "tickets",
  sql: `
    CREATE TABLE spent_tickets (id TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE ended_sessions (id TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) WITHOUT ROWID;
  `,
};

/** Twice a ticket's life: one that was made out just before its session ended is never good again. */
const ENDED_KEPT_MS = 60_000;

/** Each ticket opens one socket, and none after its session has ended. */
export class TicketGate {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** False for a ticket that was spent before, is too old, or whose session is over. */
  spend({ id, sessionId, expiresAt }: { id: string; sessionId: string; expiresAt: number }, now: number): boolean {
    this.#sql.exec("DELETE FROM spent_tickets WHERE expires_at <= ?", now);
    if (expiresAt <= now || this.#hasEnded(sessionId, now)) return false;
    const insert = "INSERT OR IGNORE INTO spent_tickets VALUES (?, ?) RETURNING id";
    return this.#sql.exec(insert, id, expiresAt).toArray().length > 0;
  }

  endSession(sessionId: string, now: number): void {
    this.#sql.exec("DELETE FROM ended_sessions WHERE expires_at <= ?", now);
    this.#sql.exec("INSERT OR REPLACE INTO ended_sessions VALUES (?, ?)", sessionId, now + ENDED_KEPT_MS);
  }

  #hasEnded(sessionId: string, now: number): boolean {
    const query = "SELECT 1 FROM ended_sessions WHERE id = ? AND expires_at > ?";
    return this.#sql.exec(query, sessionId, now).toArray().length > 0;
  }
}
