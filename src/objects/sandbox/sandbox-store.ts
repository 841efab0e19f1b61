import * as z from "zod";
import type { SandboxMessage } from "../../platform/messages/sandbox-messenger.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";
import { CHARGES_MIGRATION } from "./charge-store.ts";
import { DEMO_MIGRATION } from "./demo-store.ts";

/** More than anybody reads, and a test run that sends thousands stays small. */
const KEPT_MAX = 100;

const MIGRATIONS: readonly Migration[] = [
  {
    id: "0001-messages",
    sql: `CREATE TABLE messages (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      channel TEXT NOT NULL,
      "to" TEXT NOT NULL,
      subject TEXT NOT NULL,
      text TEXT NOT NULL,
      sentAt INTEGER NOT NULL
    )`,
  },
  DEMO_MIGRATION,
  CHARGES_MIGRATION,
];

const KeptMessage = z.object({
  id: z.string(),
  channel: z.enum(["sms", "mail"]),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  /** Milliseconds since 1970. */
  sentAt: z.number(),
});
export type KeptMessage = z.infer<typeof KeptMessage>;

export class SandboxStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
  }

  keep({ id, channel, to, subject, text }: SandboxMessage, now: number): void {
    this.#sql.exec(
      `INSERT INTO messages (id, channel, "to", subject, text, sentAt) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      id,
      channel,
      to,
      subject,
      text,
      now,
    );
    this.#sql.exec(
      "DELETE FROM messages WHERE position NOT IN (SELECT position FROM messages ORDER BY position DESC LIMIT ?)",
      KEPT_MAX,
    );
  }

  list(to?: string): KeptMessage[] {
    const rows = this.#sql.exec(
      `SELECT id, channel, "to", subject, text, sentAt FROM messages WHERE "to" = coalesce(?, "to") ORDER BY position DESC`,
      to ?? null,
    );
    return z.array(KeptMessage).parse(rows.toArray());
  }

  clear(): void {
    this.#sql.exec("DELETE FROM messages");
  }
}
