import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import type { Migration } from "./sqlite-migrations.ts";

/** An object with slots has this among its migrations. */
export const ALARM_SLOTS: Migration = {
  id: "alarm-slots",
  sql: "CREATE TABLE alarm_slots (name TEXT PRIMARY KEY, at INTEGER NOT NULL, attempt INTEGER NOT NULL) WITHOUT ROWID",
};

/** `if-sooner` for work that may come early; `if-none` for sweeps, which a moving deadline would only re-write. */
export type SlotMode = "move" | "if-sooner" | "if-none";

export type SlotHandlers<Name extends string> = Readonly<Record<Name, () => void | Promise<void>>>;

const ON_CONFLICT: Record<SlotMode, string> = {
  move: "DO UPDATE SET at = excluded.at, attempt = 0",
  "if-sooner": "DO UPDATE SET at = min(at, excluded.at)",
  "if-none": "DO NOTHING",
};

/** A failed slot waits 2 s, 4 s, ... up to this. */
const LONGEST_RETRY_MS = 10 * 60_000;

/**
 * Many named timers on an object's one alarm. A handler that fails is tried again and never fails the alarm itself:
 * the platform gives up on an alarm after six failures, and then nothing would ever run again.
 */
export class AlarmSlots<Name extends string> {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  readonly #kind: string;

  /** `kind` names the object's class in the log. */
  constructor(storage: DurableObjectStorage, kind: string) {
    this.#kind = kind;
    this.#storage = storage;
    this.#sql = storage.sql;
  }

  async set(name: Name, at: number, mode: SlotMode = "move"): Promise<void> {
    this.#sql.exec(`INSERT INTO alarm_slots VALUES (?, ?, 0) ON CONFLICT (name) ${ON_CONFLICT[mode]}`, name, at);
    await this.#arm();
  }

  /** Runs what is due, each slot for itself. A handler sets its own slot again if it wants to be called again. */
  async run(now: number, handlers: SlotHandlers<Name>): Promise<void> {
    const due = this.#sql
      .exec<{ name: string; attempt: number }>("SELECT name, attempt FROM alarm_slots WHERE at <= ? ORDER BY at", now)
      .toArray();
    try {
      for (const { name, attempt } of due) {
        this.#sql.exec("DELETE FROM alarm_slots WHERE name = ?", name);
        // A slot of older code has no handler any more: it just goes.
        if (!isOneOf(handlers, name)) continue;
        try {
          await handlers[name]();
        } catch (error) {
          logError(createLog({ requestId: newRequestId() }), `alarm ${this.#kind}.${name}`, error);
          const at = now + Math.min(LONGEST_RETRY_MS, 2000 * 2 ** attempt);
          this.#sql.exec("INSERT OR REPLACE INTO alarm_slots VALUES (?, ?, ?)", name, at, attempt + 1);
        }
      }
    } finally {
      await this.#arm();
    }
  }

  /** Deletes all that the object ever stored, the alarm included. */
  async wipe(): Promise<void> {
    await Promise.all([this.#storage.deleteAlarm(), this.#storage.deleteAll()]);
  }

  async #arm(): Promise<void> {
    const { at } = this.#sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM alarm_slots").one();
    // Setting an alarm is a billed write: not for a time that it already has.
    if (at === (await this.#storage.getAlarm())) return;
    if (at === null) await this.#storage.deleteAlarm();
    else await this.#storage.setAlarm(at);
  }
}

function isOneOf<Name extends string>(handlers: SlotHandlers<Name>, name: string): name is Name {
  return Object.hasOwn(handlers, name);
}
