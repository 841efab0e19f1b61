import { isSosOpen } from "../../domain/sos-state.ts";
import type { DriverId, RegionId, SosId } from "../../protocol/ids.ts";
import { Sos } from "../../protocol/sos.ts";
import { ALARM_SLOTS } from "../lib/alarm-slots.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";
import { SOS_LINKS_MIGRATION, SosLinkStore } from "./sos-link-store.ts";

const MIGRATIONS: readonly Migration[] = [
  ALARM_SLOTS,
  {
    id: "0001-calls",
    sql: `
      CREATE TABLE calls (id TEXT PRIMARY KEY, driver_id TEXT NOT NULL, is_open INTEGER NOT NULL,
        ended_at INTEGER, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE presses (id TEXT PRIMARY KEY, call_id TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE untold (call_id TEXT NOT NULL, target TEXT NOT NULL, rev INTEGER NOT NULL,
        PRIMARY KEY (call_id, target)) WITHOUT ROWID;
      CREATE TABLE counter (only INTEGER PRIMARY KEY CHECK (only = 1), rev INTEGER NOT NULL);
      INSERT INTO counter VALUES (1, 0);
    `,
  },
  SOS_LINKS_MIGRATION,
];

/** Who has to hear of each change; contacts of the beginning alone. */
const TARGETS = ["region", "trip", "ledger", "contacts"] as const;
type SosTarget = (typeof TARGETS)[number];

export interface UntoldSos {
  readonly target: SosTarget;
  readonly call: Sos;
}

/** A tenant's calls for help, and who has not heard of them yet. */
export class SosStore {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  readonly links: SosLinkStore;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#storage = storage;
    this.#sql = storage.sql;
    this.links = new SosLinkStore(storage.sql);
  }

  /** Asks without making anything. */
  static isMade({ sql }: DurableObjectStorage): boolean {
    return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'calls'").toArray().length > 0;
  }

  rev(): number {
    return this.#sql.exec<{ rev: number }>("SELECT rev FROM counter").one().rev;
  }

  call(id: SosId): Sos | null {
    return this.#read("SELECT body FROM calls WHERE id = ?", id)[0] ?? null;
  }

  /** The call that this press belongs to, if it came before. */
  ofPress(id: SosId): Sos | null {
    const query = "SELECT body FROM calls JOIN presses ON presses.call_id = calls.id WHERE presses.id = ?";
    return this.#read(query, id)[0] ?? null;
  }

  openOf(driverId: DriverId): Sos | null {
    return this.#read("SELECT body FROM calls WHERE driver_id = ? AND is_open = 1", driverId)[0] ?? null;
  }

  /** The oldest first: who has waited longest is shown on top. */
  open(): Sos[] {
    return this.#read("SELECT body FROM calls WHERE is_open = 1").toSorted((a, b) => a.raisedAt - b.raisedAt);
  }

  openIn(regionId: RegionId): Sos[] {
    return this.open().filter((call) => call.regionId === regionId);
  }

  /** The change and the list of those who have to hear of it become durable together. */
  save(draft: Omit<Sos, "rev">, pressId: SosId | null): Sos {
    return this.#storage.transactionSync(() => {
      const call = Sos.parse({ ...draft, rev: this.rev() + 1 });
      const isNew = this.call(call.id) === null;
      this.#sql.exec("UPDATE counter SET rev = ?", call.rev);
      this.#sql.exec(
        "INSERT OR REPLACE INTO calls VALUES (?, ?, ?, ?, ?)",
        call.id,
        call.driverId,
        Number(isSosOpen(call.state)),
        call.closedAt,
        JSON.stringify(call),
      );
      if (pressId) this.#sql.exec("INSERT OR IGNORE INTO presses VALUES (?, ?)", pressId, call.id);
      for (const target of TARGETS)
        if (concerns(target, call, isNew))
          this.#sql.exec("INSERT OR REPLACE INTO untold VALUES (?, ?, ?)", call.id, target, call.rev);
      return call;
    });
  }

  untold(): UntoldSos[] {
    const rows = this.#sql
      .exec<{ target: string; body: string }>(
        "SELECT target, body FROM untold JOIN calls ON calls.id = untold.call_id ORDER BY untold.rev",
      )
      .toArray();
    return rows.flatMap(({ target, body }) => {
      const known = TARGETS.find((one) => one === target);
      return known ? [{ target: known, call: Sos.parse(JSON.parse(body)) }] : [];
    });
  }

  told(target: SosTarget, { id, rev }: Pick<Sos, "id" | "rev">): void {
    this.#sql.exec("DELETE FROM untold WHERE call_id = ? AND target = ? AND rev <= ?", id, target, rev);
  }

  /** What ended before then and is in Postgres. */
  forget(before: number): void {
    const gone = "ended_at < ? AND id NOT IN (SELECT call_id FROM untold)";
    this.#storage.transactionSync(() => {
      this.#sql.exec(`DELETE FROM presses WHERE call_id IN (SELECT id FROM calls WHERE ${gone})`, before);
      this.#sql.exec(`DELETE FROM links WHERE call_id IN (SELECT id FROM calls WHERE ${gone})`, before);
      this.#sql.exec(`DELETE FROM calls WHERE ${gone}`, before);
    });
  }

  #read(query: string, ...values: string[]): Sos[] {
    return this.#sql
      .exec<{ body: string }>(query, ...values)
      .toArray()
      .map(({ body }) => Sos.parse(JSON.parse(body)));
  }
}

function concerns(target: SosTarget, call: Sos, isNew: boolean): boolean {
  if (target === "contacts") return isNew;
  return target !== "trip" || call.tripId !== null;
}
