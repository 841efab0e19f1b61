import type { FactKind, FactMarks } from "../../protocol/fact-kind.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  {
    id: "0001-marks",
    sql: "CREATE TABLE marks (kind TEXT PRIMARY KEY, number INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
  },
];

/** Stored, because an object sleeps after ten seconds, and a number that came twice would pass an old answer for a new one. */
export class FreshnessStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
  }

  marks(): FactMarks {
    const rows = this.#sql
      .exec<{ kind: string; number: number; at: number }>("SELECT kind, number, at FROM marks")
      .toArray();
    const of = (kind: FactKind): number => rows.find((row) => row.kind === kind)?.number ?? 0;
    const changedAt = Math.max(0, ...rows.map(({ at }) => at));
    return { people: of("people"), shipments: of("shipments"), trips: of("trips"), changedAt };
  }

  count(kind: FactKind, now: number): void {
    this.#sql.exec(
      "INSERT INTO marks VALUES (?, 1, ?) ON CONFLICT (kind) DO UPDATE SET number = number + 1, at = excluded.at",
      kind,
      now,
    );
  }
}
