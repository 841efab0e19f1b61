import * as z from "zod";
import { type Breaker, CLOSED } from "../../domain/circuit-breaker.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  {
    id: "0001-breaker",
    sql: "CREATE TABLE breaker (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL)",
  },
];

const Count = z.int().min(0);
const Slice = z.strictObject({ startedAt: Count, calls: Count, failures: Count });
const Stored = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("closed"), round: Count, inARow: Count, slices: z.array(Slice) }),
  z.strictObject({ mode: z.enum(["open", "half-open"]), round: Count, until: Count }),
]);

/** The one breaker: an object that fell asleep for its ten quiet seconds must not forget that a service is down. */
export class BreakerStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
  }

  breaker(): Breaker {
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM breaker");
    return row ? toBreaker(Stored.parse(JSON.parse(row.body))) : CLOSED;
  }

  save(breaker: Breaker): void {
    this.#sql.exec("INSERT OR REPLACE INTO breaker VALUES (1, ?)", JSON.stringify(breaker));
  }
}

function toBreaker(stored: z.output<typeof Stored>): Breaker {
  if (stored.mode === "closed") return stored;
  const { mode, round, until } = stored;
  return mode === "open" ? { mode, round, until } : { mode, round, until };
}
