import type { Bucket, BucketLimit } from "../../domain/token-bucket.ts";
import { ALARM_SLOTS } from "../lib/alarm-slots.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  ALARM_SLOTS,
  {
    id: "0001-bucket",
    sql: `CREATE TABLE bucket (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      missing INTEGER NOT NULL, period_ms INTEGER NOT NULL, at INTEGER NOT NULL, capacity INTEGER NOT NULL
    )`,
  },
];

type Row = { missing: number; period_ms: number; at: number; capacity: number };

/** The one bucket, with the limit that it was last taken from under. */
export class LimitStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
  }

  /** Asks without making anything: what is given back to a bucket that is forgotten needs no tables. */
  static isMade({ sql }: DurableObjectStorage): boolean {
    return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'bucket'").toArray().length > 0;
  }

  bucket(): { bucket: Bucket; limit: BucketLimit } | null {
    const [row] = this.#sql.exec<Row>("SELECT missing, period_ms, at, capacity FROM bucket");
    if (!row) return null;
    return {
      bucket: { missing: row.missing, periodMs: row.period_ms, at: row.at },
      limit: { capacity: row.capacity, perSeconds: row.period_ms / 1000 },
    };
  }

  clear(): void {
    this.#sql.exec("DELETE FROM bucket");
  }

  save({ missing, periodMs, at }: Bucket, { capacity }: BucketLimit): void {
    this.#sql.exec("INSERT OR REPLACE INTO bucket VALUES (1, ?, ?, ?, ?)", missing, periodMs, at, capacity);
  }
}
