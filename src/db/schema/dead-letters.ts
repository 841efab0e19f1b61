import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns.ts";

/** Queue messages that no retry could save, and ledger rows that Postgres refused. No tenant: a broken message may not name one. */
export const deadLetters = pgTable(
  "dead_letters",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    queue: text().notNull(),
    messageId: text().notNull(),
    body: jsonb().notNull(),
    error: text().notNull(),
    timesSeen: integer().notNull().default(1),
    firstSeenAt: createdAt(),
    lastSeenAt: createdAt(),
    /** Null until somebody sent it again. */
    replayedAt: instant(),
  },
  (t) => [
    // The same message may die again after a replay.
    unique("dead_letters_message_key").on(t.queue, t.messageId),
    // The operator's list, newest first.
    index("dead_letters_seen_idx").on(t.lastSeenAt),
    check("dead_letters_times_check", sql`${t.timesSeen} >= 1`),
  ],
);
