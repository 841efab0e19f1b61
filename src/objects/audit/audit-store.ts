import { type ChainHead, type ChainLink, GENESIS } from "../../domain/audit-chain.ts";
import { AuditId } from "../../protocol/ids.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  {
    id: "0001-chain",
    sql: `CREATE TABLE chain (one INTEGER PRIMARY KEY CHECK (one = 1), tenant TEXT NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL);
      CREATE TABLE links (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, prev TEXT NOT NULL, hash TEXT NOT NULL)`,
  },
];

type LinkRow = { number: number; id: string; prev: string; hash: string };

/** A tenant's chain: its head, and the links that Postgres has not confirmed yet. */
export class AuditStore {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#storage = storage;
    this.#sql = storage.sql;
  }

  tenant(): string | undefined {
    return this.#sql.exec<{ tenant: string }>("SELECT tenant FROM chain").toArray()[0]?.tenant;
  }

  head(): ChainHead {
    const [row] = this.#sql.exec<{ number: number; hash: string }>("SELECT number, hash FROM chain").toArray();
    return row ?? GENESIS;
  }

  unconfirmed(): ChainLink[] {
    const rows = this.#sql.exec<LinkRow>("SELECT number, id, prev, hash FROM links ORDER BY number").toArray();
    return rows.map((row) => ({ ...row, id: AuditId.parse(row.id) }));
  }

  append(tenant: string, links: readonly ChainLink[]): void {
    const last = links.at(-1);
    if (!last) return;
    this.#storage.transactionSync(() => {
      for (const { number, id, prev, hash } of links)
        this.#sql.exec("INSERT INTO links VALUES (?, ?, ?, ?)", number, id, prev, hash);
      this.#sql.exec("INSERT OR REPLACE INTO chain VALUES (1, ?, ?, ?)", tenant, last.number, last.hash);
    });
  }

  confirm(number: number): void {
    this.#sql.exec("DELETE FROM links WHERE number <= ?", number);
  }
}
