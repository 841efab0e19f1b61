import * as z from "zod";
import { NO_CODES, type CodeState } from "../../domain/one-time-code.ts";
import { ALARM_SLOTS } from "../lib/alarm-slots.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  ALARM_SLOTS,
  { id: "0001-codes", sql: "CREATE TABLE codes (only INTEGER PRIMARY KEY CHECK (only = 1), state TEXT NOT NULL)" },
];

const StoredCodes = z.strictObject({
  challenge: z.strictObject({ id: z.string(), mac: z.string(), expiresAt: z.int(), triesLeft: z.int() }).nullable(),
  sentAt: z.array(z.int()),
  failures: z.int(),
  failedAt: z.int(),
  lockedUntil: z.int(),
});

/** One small row: all of it is read and written at once. */
export class CodeStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
  }

  /** Asks without making anything: a stranger's question must not leave tables behind. */
  static isMade({ sql }: DurableObjectStorage): boolean {
    return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'codes'").toArray().length > 0;
  }

  codes(): CodeState {
    const [row] = this.#sql.exec<{ state: string }>("SELECT state FROM codes");
    return row ? StoredCodes.parse(JSON.parse(row.state)) : NO_CODES;
  }

  save(state: CodeState): void {
    this.#sql.exec("INSERT OR REPLACE INTO codes VALUES (1, ?)", JSON.stringify(state));
  }
}
