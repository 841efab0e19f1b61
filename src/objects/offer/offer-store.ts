import * as z from "zod";
import type { OfferNote } from "../../domain/offer.ts";
import { OfferBook, OfferTarget } from "../../protocol/offer.ts";
import { ALARM_SLOTS } from "../lib/alarm-slots.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  ALARM_SLOTS,
  {
    id: "0001-offer",
    sql: `
      CREATE TABLE offer (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL);
      CREATE TABLE untold (seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, note TEXT NOT NULL);
    `,
  },
];

export interface Untold {
  readonly seq: number;
  readonly target: OfferTarget;
  /** As it was written by us. */
  readonly note: string;
}

const UntoldRow = z.object({ seq: z.int(), target: z.string(), note: z.string() });

/** One offer, and what nobody has heard of it yet. */
export class OfferStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#storage = storage;
  }

  /** Asks without making anything: a stranger's question must not leave tables behind. */
  static isMade({ sql }: DurableObjectStorage): boolean {
    return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'offer'").toArray().length > 0;
  }

  book(): OfferBook | null {
    const [row] = this.#storage.sql.exec<{ body: string }>("SELECT body FROM offer");
    return row ? OfferBook.parse(JSON.parse(row.body)) : null;
  }

  /** The step and the word about it become durable together. */
  save(book: OfferBook, notes: readonly (readonly [OfferTarget, OfferNote])[]): void {
    const { sql } = this.#storage;
    this.#storage.transactionSync(() => {
      sql.exec("INSERT OR REPLACE INTO offer VALUES (1, ?)", JSON.stringify(book));
      for (const [{ tripId, driverId }, note] of notes)
        sql.exec(
          "INSERT INTO untold (target, note) VALUES (?, ?)",
          JSON.stringify({ tripId, driverId }),
          JSON.stringify(note),
        );
    });
  }

  untold(): Untold[] {
    const rows = this.#storage.sql.exec("SELECT seq, target, note FROM untold ORDER BY seq").toArray();
    return rows.map((row) => {
      const { seq, target, note } = UntoldRow.parse(row);
      return { seq, target: OfferTarget.parse(JSON.parse(target)), note };
    });
  }

  told(seq: number): void {
    this.#storage.sql.exec("DELETE FROM untold WHERE seq = ?", seq);
  }
}
