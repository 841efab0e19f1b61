import { SOS_VISIT_MS } from "../../domain/sos-link.ts";
import type { SosLinkUse } from "../../protocol/api/sos-links.ts";
import { SosId } from "../../protocol/ids.ts";
import type { Migration } from "../lib/sqlite-migrations.ts";

export const SOS_LINKS_MIGRATION: Migration = {
  id: "0002-links",
  sql: `
    CREATE TABLE links (token_hash TEXT PRIMARY KEY, call_id TEXT NOT NULL, views INTEGER NOT NULL, opened_at INTEGER)
      WITHOUT ROWID;
  `,
};

/** The addresses that were sent to named contacts. Who they are is not in here. */
export class SosLinkStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The same again changes nothing. */
  add(callId: SosId, tokenHash: string): void {
    this.#sql.exec("INSERT OR IGNORE INTO links VALUES (?, ?, 0, NULL)", tokenHash, callId);
  }

  callOf(tokenHash: string): SosId | null {
    const [row] = this.#sql
      .exec<{ call_id: string }>("SELECT call_id FROM links WHERE token_hash = ?", tokenHash)
      .toArray();
    return row ? SosId.parse(row.call_id) : null;
  }

  /** Counts a visit, unless one goes on. */
  opened(tokenHash: string, now: number): void {
    this.#sql.exec(
      "UPDATE links SET views = views + 1, opened_at = ? WHERE token_hash = ? AND coalesce(opened_at, 0) <= ?",
      now,
      tokenHash,
      now - SOS_VISIT_MS,
    );
  }

  usesOf(callId: SosId): SosLinkUse[] {
    return this.#sql
      .exec<{ views: number; opened_at: number | null }>(
        "SELECT views, opened_at FROM links WHERE call_id = ? ORDER BY token_hash",
        callId,
      )
      .toArray()
      .map(({ views, opened_at: openedAt }) => ({ views, openedAt }));
  }
}
