import { type DeadLetter, storeDeadLetters } from "../db/dead-letters.ts";
import type { DbError } from "../db/db-error.ts";
import { ok, type Result } from "../domain/result.ts";
import type { Deps } from "./deps.ts";

/** Keeps a message that will not be tried again, where people can find and replay it, and says so loudly. */
export async function buryMessage(
  { db, log, now }: Pick<Deps, "db" | "log" | "now">,
  letter: DeadLetter,
): Promise<Result<void, DbError>> {
  const stored = await storeDeadLetters(db, [letter], now());
  if (!stored.ok) return stored;
  log({ event: "queue.dead", queue: letter.queue, messageId: letter.messageId, error: letter.error });
  return ok(undefined);
}
