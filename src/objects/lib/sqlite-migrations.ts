/** One step of an object's schema. Append only: a step that ran somewhere is never edited. */
export interface Migration {
  id: string;
  sql: string;
}

/**
 * Brings an object's SQLite up to date. Runs inside blockConcurrencyWhile, so keep the steps short.
 * Throws when stored history and code disagree: running on with an unknown schema would damage data.
 */
export function migrate(storage: DurableObjectStorage, migrations: readonly Migration[]): void {
  const { sql } = storage;
  sql.exec("CREATE TABLE IF NOT EXISTS migrations (position INTEGER PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID");
  const done = sql.exec<{ id: string }>("SELECT id FROM migrations ORDER BY position").toArray();
  const changed = done.find(({ id }, position) => migrations[position]?.id !== id);
  if (changed) throw new Error(`stored migration ${changed.id} is not where the code has it`);
  storage.transactionSync(() => {
    for (const [position, { id, sql: statement }] of migrations.entries()) {
      if (position < done.length) continue;
      sql.exec(statement);
      sql.exec("INSERT INTO migrations VALUES (?, ?)", position, id);
    }
  });
}
