import { OpenSos } from "../../protocol/sos.ts";
import type { Migration } from "../lib/sqlite-migrations.ts";

export const SOS_TABLE: Migration = {
  id: "0004-sos",
  sql: "CREATE TABLE sos (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL)",
};

/** The calls for help that are open in a region, as the tenant's desk last told them. */
export class RegionSosStore {
  readonly #sql: SqlStorage;
  #known: OpenSos;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    const [row] = sql.exec<{ body: string }>("SELECT body FROM sos");
    this.#known = row ? OpenSos.parse(JSON.parse(row.body)) : { rev: 0, calls: [] };
  }

  get known(): OpenSos {
    return this.#known;
  }

  /** False for what is known already: two lists may overtake each other. */
  replace(sos: OpenSos): boolean {
    if (sos.rev <= this.#known.rev) return false;
    this.#sql.exec("INSERT OR REPLACE INTO sos VALUES (1, ?)", JSON.stringify(sos));
    this.#known = sos;
    return true;
  }
}
