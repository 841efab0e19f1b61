import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  {
    id: "0001-events",
    sql: "CREATE TABLE events (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, body TEXT NOT NULL)",
  },
];

/** A trip's SQLite: the event log of one live trip, which this object alone writes. */
export class TripStore {
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
