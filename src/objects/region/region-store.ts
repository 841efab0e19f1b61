import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  { id: "0001-settings", sql: "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID" },
];

/** A region's SQLite: only what has to survive sleep; the picture itself is fed anew by its trips. */
export class RegionStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
  }

  /** Reads the disk, so that an answer proves more than a running process. */
  schemaSize(): number {
    return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM migrations").one().n;
  }
}
