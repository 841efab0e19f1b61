import * as z from "zod";
import type { AccessProfile } from "../../domain/caller.ts";
import { PersonRole } from "../../protocol/account.ts";
import { RegionId } from "../../protocol/ids.ts";
import { ALARM_SLOTS } from "../lib/alarm-slots.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";
import { FactorStore } from "./factor-store.ts";
import { LIVE_TABLES, LiveStore } from "./live-store.ts";
import { MarkStore } from "./mark-store.ts";
import { PasskeyStore } from "./passkey-store.ts";
import { SessionStore } from "./session-store.ts";

const MIGRATIONS: readonly Migration[] = [
  ALARM_SLOTS,
  {
    id: "0001-account",
    sql: `
      CREATE TABLE profile (only INTEGER PRIMARY KEY CHECK (only = 1), epoch INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE TABLE sessions (
        id TEXT PRIMARY KEY, secret BLOB NOT NULL, device TEXT NOT NULL, method TEXT NOT NULL,
        generation INTEGER NOT NULL, rotated_at INTEGER NOT NULL, created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL, ended_at INTEGER
      ) WITHOUT ROWID;
      CREATE TABLE factors (only INTEGER PRIMARY KEY CHECK (only = 1), state TEXT NOT NULL);
      CREATE TABLE passkeys (
        credential_id TEXT PRIMARY KEY, public_key TEXT NOT NULL, counter INTEGER NOT NULL, transports TEXT NOT NULL,
        name TEXT NOT NULL, created_at INTEGER NOT NULL, last_used_at INTEGER
      ) WITHOUT ROWID;
      CREATE TABLE marks (
        kind TEXT NOT NULL, value TEXT NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (kind, value)
      ) WITHOUT ROWID;
    `,
  },
  LIVE_TABLES,
];

/** A suspension outlives whatever sign-in was under way when it came; after that Postgres alone says it. */
const PROFILE_KEPT_MS = 24 * 60 * 60 * 1000;

/** A sign-in comes in steps: between two of them there may be nothing to keep. */
const LINGER_MS = 60_000;

const StoredProfile = z.strictObject({
  role: PersonRole,
  status: z.enum(["active", "suspended"]),
  storeCode: z.string().nullable(),
  regionIds: z.array(RegionId).nullable(),
});

/** A person's SQLite: access here, the rest in stores of their own. */
export class AccountStore {
  readonly sessions: SessionStore;
  readonly factors: FactorStore;
  readonly passkeys: PasskeyStore;
  readonly marks: MarkStore;
  readonly live: LiveStore;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
    this.sessions = new SessionStore(storage.sql);
    this.factors = new FactorStore(storage.sql);
    this.passkeys = new PasskeyStore(storage.sql);
    this.marks = new MarkStore(storage.sql);
    this.live = new LiveStore(storage.sql);
  }

  /** Asks without making anything: a forged token must not leave tables behind. */
  static isMade({ sql }: DurableObjectStorage): boolean {
    return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'profile'").toArray().length > 0;
  }

  access(): { epoch: number; profile: AccessProfile } | null {
    const [row] = this.#sql.exec<{ epoch: number; body: string }>("SELECT epoch, body FROM profile");
    return row ? { epoch: row.epoch, profile: StoredProfile.parse(JSON.parse(row.body)) } : null;
  }

  saveAccess(epoch: number, profile: AccessProfile): void {
    this.#sql.exec("INSERT OR REPLACE INTO profile VALUES (1, ?, ?)", epoch, JSON.stringify(profile));
  }

  /** When a sweep next has something to do; null when all that is left is kept for good. */
  nextSweepAt(now: number): number | null {
    const expiry = this.#nextExpiry();
    if (expiry !== null || this.#isKept()) return expiry;
    return Math.max(now + LINGER_MS, this.#profileUntil());
  }

  /** Drops what has expired, and says whether anything is left that the object should live for. */
  sweep(now: number): boolean {
    this.sessions.sweep(now);
    this.marks.sweep(now);
    this.factors.sweep(now);
    this.live.sweep(now);
    return this.#nextExpiry() !== null || this.#isKept() || this.#profileUntil() > now;
  }

  #nextExpiry(): number | null {
    const expiries = [
      this.sessions.nextExpiry(),
      this.marks.nextExpiry(),
      this.factors.nextExpiry(),
      this.live.nextExpiry(),
    ];
    const times = expiries.filter((at) => at !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  #isKept(): boolean {
    return this.factors.hasAny() || this.passkeys.list().length > 0 || this.live.duty() !== null;
  }

  #profileUntil(): number {
    const access = this.access();
    return access ? access.epoch + PROFILE_KEPT_MS : 0;
  }
}
