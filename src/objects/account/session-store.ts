import * as z from "zod";
import type { RefreshFamily } from "../../domain/refresh-rotation.ts";
import type { SessionInfo, SignInMethod } from "./account-rpc.ts";

/** Long enough for the last of a thief's or a sleeping phone's tries to be told "revoked" and not "unknown". */
const ENDED_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

const Method = z.enum(["code", "passkey", "totp", "recovery"]);

export interface StoredSession {
  readonly id: string;
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly device: string;
  readonly method: SignInMethod;
  readonly family: RefreshFamily;
  readonly endedAt: number | null;
}

type Row = {
  id: string;
  secret: ArrayBuffer;
  device: string;
  method: string;
  generation: number;
  rotated_at: number;
  created_at: number;
  expires_at: number;
  ended_at: number | null;
};

const COLUMNS = "id, secret, device, method, generation, rotated_at, created_at, expires_at, ended_at";

export class SessionStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add({ id, secret, device, method, family }: StoredSession): void {
    const { generation, rotatedAt, createdAt, expiresAt } = family;
    const values = [id, secret.buffer, device, method, generation, rotatedAt, createdAt, expiresAt, null];
    this.#sql.exec(`INSERT INTO sessions (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, ...values);
  }

  find(id: string): StoredSession | null {
    const [row] = this.#sql.exec<Row>(`SELECT ${COLUMNS} FROM sessions WHERE id = ?`, id);
    return row ? sessionOf(row) : null;
  }

  advance(id: string, { generation, rotatedAt, expiresAt }: RefreshFamily): void {
    const change = "UPDATE sessions SET generation = ?, rotated_at = ?, expires_at = ? WHERE id = ?";
    this.#sql.exec(change, generation, rotatedAt, expiresAt, id);
  }

  /** Last used first. */
  live(now: number): SessionInfo[] {
    const query = `SELECT ${COLUMNS} FROM sessions WHERE ended_at IS NULL AND expires_at > ? ORDER BY rotated_at DESC, id`;
    return this.#sql.exec<Row>(query, now).toArray().map(infoOf);
  }

  /** False if there was no such live session. */
  end(id: string, now: number): boolean {
    const change = `UPDATE sessions SET ended_at = ?, expires_at = min(expires_at, ?)
      WHERE id = ? AND ended_at IS NULL AND expires_at > ? RETURNING id`;
    return this.#sql.exec(change, now, now + ENDED_KEPT_MS, id, now).toArray().length > 0;
  }

  sweep(now: number): void {
    this.#sql.exec("DELETE FROM sessions WHERE expires_at <= ?", now);
  }

  nextExpiry(): number | null {
    return this.#sql.exec<{ at: number | null }>("SELECT min(expires_at) AS at FROM sessions").one().at;
  }
}

function sessionOf(row: Row): StoredSession {
  const { generation, rotated_at: rotatedAt, created_at: createdAt, expires_at: expiresAt } = row;
  const family = { generation, rotatedAt, createdAt, expiresAt };
  const method = Method.parse(row.method);
  return { id: row.id, secret: new Uint8Array(row.secret), device: row.device, method, family, endedAt: row.ended_at };
}

function infoOf(row: Row): SessionInfo {
  const { id: sessionId, device, created_at: createdAt, rotated_at: lastUsedAt, expires_at: expiresAt } = row;
  return { sessionId, device, method: Method.parse(row.method), createdAt, lastUsedAt, expiresAt };
}
