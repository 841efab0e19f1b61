import * as z from "zod";
import type { Passkey, PasskeyInfo } from "./account-rpc.ts";

/** A phone, a laptop, two security keys and as many again; more is somebody filling the disk. */
const MAX_PASSKEYS = 10;

const Transports = z.array(z.string());

type Row = { credential_id: string; public_key: string; counter: number; transports: string; name: string };
type InfoRow = { credential_id: string; name: string; created_at: number; last_used_at: number | null };

export class PasskeyStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** False if it is there already, or too many are. */
  add({ credentialId, publicKey, counter, transports, name }: Passkey, now: number): boolean {
    if (this.list().length >= MAX_PASSKEYS) return false;
    const values = [credentialId, publicKey, counter, JSON.stringify(transports), name, now];
    const insert = "INSERT OR IGNORE INTO passkeys VALUES (?, ?, ?, ?, ?, ?, NULL) RETURNING credential_id";
    return this.#sql.exec(insert, ...values).toArray().length > 0;
  }

  find(credentialId: string): Passkey | null {
    const query = "SELECT credential_id, public_key, counter, transports, name FROM passkeys WHERE credential_id = ?";
    const [row] = this.#sql.exec<Row>(query, credentialId);
    if (!row) return null;
    const { public_key: publicKey, counter, name } = row;
    return { credentialId, publicKey, counter, name, transports: Transports.parse(JSON.parse(row.transports)) };
  }

  /** False for a counter that did not rise: somebody has a copy. Keys that do not count always say 0. */
  use(credentialId: string, counter: number, now: number): boolean {
    const change = `UPDATE passkeys SET counter = ?1, last_used_at = ?2
      WHERE credential_id = ?3 AND (?1 > counter OR (?1 = 0 AND counter = 0)) RETURNING credential_id`;
    return this.#sql.exec(change, counter, now, credentialId).toArray().length > 0;
  }

  remove(credentialId: string): boolean {
    const removed = this.#sql.exec(
      "DELETE FROM passkeys WHERE credential_id = ? RETURNING credential_id",
      credentialId,
    );
    return removed.toArray().length > 0;
  }

  list(): PasskeyInfo[] {
    const query =
      "SELECT credential_id, name, created_at, last_used_at FROM passkeys ORDER BY created_at, credential_id";
    return this.#sql
      .exec<InfoRow>(query)
      .toArray()
      .map(({ credential_id: credentialId, name, created_at: createdAt, last_used_at: lastUsedAt }) => {
        return { credentialId, name, createdAt, lastUsedAt };
      });
  }
}
