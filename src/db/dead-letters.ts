import { desc, getTableColumns, sql } from "drizzle-orm";
import type { Result } from "../domain/result.ts";
import { type Db, statements } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { deadLetters } from "./schema/dead-letters.ts";

export interface DeadLetter {
  readonly queue: string;
  readonly messageId: string;
  readonly body: unknown;
  readonly error: string;
}

/** Keeps what no retry could save. A message that dies again is the same row, seen once more and open again. */
export async function storeDeadLetters(
  db: Db,
  letters: readonly [DeadLetter, ...DeadLetter[]],
  now: number,
): Promise<Result<unknown, DbError>> {
  const rows = letters.map((letter) => ({ ...letter, firstSeenAt: now, lastSeenAt: now }));
  return db.system.run(
    "dead-letters.store",
    statements
      .insert(deadLetters)
      .values(rows)
      .onConflictDoUpdate({
        target: [deadLetters.queue, deadLetters.messageId],
        set: {
          error: sql`excluded.error`,
          lastSeenAt: sql`excluded.last_seen_at`,
          timesSeen: sql`${deadLetters.timesSeen} + 1`,
          replayedAt: null,
        },
      }),
  );
}

/** Newest first, without the bodies: those may hold personal data and are shown one at a time. */
export async function listDeadLetters(db: Db, limit: number) {
  const { body: _, ...columns } = getTableColumns(deadLetters);
  return db.system.run(
    "dead-letters.list",
    statements
      .select(columns)
      .from(deadLetters)
      .orderBy(desc(deadLetters.lastSeenAt), desc(deadLetters.id))
      .limit(limit),
    { read: "primary" },
  );
}
