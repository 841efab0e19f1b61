import * as z from "zod";
import { HeldWrite, OutboxEntry, type Settlement } from "../../protocol/deferred-write.ts";
import type { OutboxId } from "../../protocol/ids.ts";
import { ALARM_SLOTS } from "../lib/alarm-slots.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  ALARM_SLOTS,
  {
    id: "0001-writes",
    sql: `CREATE TABLE writes (
      id TEXT PRIMARY KEY, operation TEXT NOT NULL, sealed TEXT NOT NULL, state TEXT NOT NULL, accepted_at INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, shipment_id TEXT, code TEXT
    ) WITHOUT ROWID`,
  },
];

const Row = z
  .object({
    id: z.string(),
    operation: z.string(),
    state: z.string(),
    accepted_at: z.int(),
    attempts: z.int(),
    shipment_id: z.string().nullable(),
    code: z.string().nullable(),
  })
  .transform(({ accepted_at: acceptedAt, shipment_id: shipmentId, ...row }) => ({ ...row, acceptedAt, shipmentId }))
  .pipe(OutboxEntry);

/** Writes that wait for Postgres, sealed, and what became of those that do not wait any more. */
export class DeferredStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
  }

  /** Asks without making anything: a stranger's question must not leave tables behind. */
  static isMade({ sql }: DurableObjectStorage): boolean {
    return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'writes'").toArray().length > 0;
  }

  entry(id: OutboxId): OutboxEntry | null {
    const columns = "id, operation, state, accepted_at, attempts, shipment_id, code";
    const [row] = this.#sql.exec(`SELECT ${columns} FROM writes WHERE id = ?`, id);
    return row ? Row.parse(row) : null;
  }

  /** One that failed is still held: somebody may want it tried again. */
  held(id: OutboxId): HeldWrite | null {
    const query = "SELECT id, operation, sealed FROM writes WHERE id = ? AND state IN ('waiting', 'failed')";
    const [row] = this.#sql.exec(query, id);
    return row ? HeldWrite.parse(row) : null;
  }

  add({ id, operation, sealed }: HeldWrite, now: number): void {
    this.#sql.exec(
      "INSERT INTO writes (id, operation, sealed, state, accepted_at) VALUES (?, ?, ?, 'waiting', ?)",
      id,
      operation,
      sealed,
      now,
    );
  }

  size(): { readonly writes: number; readonly characters: number } {
    const query = "SELECT count(*) AS writes, coalesce(sum(length(sealed)), 0) AS characters FROM writes";
    return this.#sql.exec<{ writes: number; characters: number }>(query).one();
  }

  /** The oldest of those that wait, each of which has been tried once more now. */
  takeWaiting(count: number): OutboxEntry[] {
    const ids = this.#sql
      .exec<{ id: string }>("SELECT id FROM writes WHERE state = 'waiting' ORDER BY attempts, id LIMIT ?", count)
      .toArray();
    for (const { id } of ids) this.#sql.exec("UPDATE writes SET attempts = attempts + 1 WHERE id = ?", id);
    return ids.flatMap(({ id }) => this.entry(OutboxEntry.shape.id.parse(id)) ?? []);
  }

  noteFailure(id: OutboxId): number {
    const query = "UPDATE writes SET failures = failures + 1 WHERE id = ? RETURNING failures";
    return this.#sql.exec<{ failures: number }>(query, id).toArray()[0]?.failures ?? 0;
  }

  /** What it said is of no use any more, except to try it again. */
  settle(id: OutboxId, { state, shipmentId, code }: Settlement): void {
    this.#sql.exec(
      `UPDATE writes SET state = ?1, shipment_id = ?2, code = ?3, sealed = iif(?1 = 'failed', sealed, '')
       WHERE id = ?4 AND state IN ('waiting', 'failed')`,
      state,
      shipmentId,
      code,
      id,
    );
  }

  forgetSettledBefore(time: number): void {
    this.#sql.exec("DELETE FROM writes WHERE state <> 'waiting' AND accepted_at < ?", time);
  }
}
