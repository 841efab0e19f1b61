import { Sos, SosPress } from "../../protocol/sos.ts";
import type { Migration } from "../lib/sqlite-migrations.ts";

export const HELP_TABLES: Migration = {
  id: "0005-help",
  sql: "CREATE TABLE help (of TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
};

/** The driver's call for help: pressed here and not told yet, and as its desk last told it. */
export class TripHelp {
  readonly #sql: SqlStorage;
  #press: SosPress | null;
  #call: Sos | null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    const [press, call] = [this.#read("press"), this.#read("call")];
    this.#press = press === null ? null : SosPress.parse(press);
    this.#call = call === null ? null : Sos.parse(call);
  }

  /** What the desk has to hear; null when it has. */
  get press(): SosPress | null {
    return this.#press;
  }

  get call(): Sos | null {
    return this.#call;
  }

  /** One that the desk has not heard yet is enough. */
  pressed(press: SosPress): void {
    if (this.#press) return;
    this.#write("press", press);
    this.#press = press;
  }

  heard(press: SosPress): void {
    if (this.#press?.id !== press.id) return;
    this.#sql.exec("DELETE FROM help WHERE of = 'press'");
    this.#press = null;
  }

  saveCall(call: Sos): void {
    this.#write("call", call);
    this.#call = call;
  }

  #read(of: "press" | "call"): unknown {
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM help WHERE of = ?", of);
    return row ? JSON.parse(row.body) : null;
  }

  #write(of: "press" | "call", value: SosPress | Sos): void {
    this.#sql.exec("INSERT OR REPLACE INTO help VALUES (?, ?)", of, JSON.stringify(value));
  }
}
