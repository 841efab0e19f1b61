import { ok, type Result } from "../domain/result.ts";
import { Job } from "../protocol/jobs.ts";
import { type LedgerDeps, recordTrips } from "../services/ledger.ts";

/**
 * A trip's object sends again by itself, every half minute, until it is told that all has arrived. While the database is
 * down for long, each message that waited beside those would only be a copy more, and in the end a false alarm.
 */
const TRIES = 3;

/** A batch's ledger messages are written together, when the first of them is asked for; then each has its own outcome. */
export function handleLedger(
  messages: readonly Message[],
  deps: LedgerDeps,
): (message: Message) => Promise<Result<void, { tag: string }>> {
  let outcomes: Promise<Map<string, Result<void, { tag: string }>>> | undefined;
  return async (message) => {
    outcomes ??= recordAll(messages, deps);
    const outcome = (await outcomes).get(message.id) ?? ok(undefined);
    return outcome.ok || message.attempts < TRIES ? outcome : ok(undefined);
  };
}

async function recordAll(messages: readonly Message[], deps: LedgerDeps) {
  const jobs = messages.flatMap(({ id, body }) => {
    const job = Job.safeParse(body);
    return job.success && job.data.kind === "ledger" ? [{ id, job: job.data }] : [];
  });
  const outcomes = await recordTrips(
    deps,
    jobs.map(({ job }) => job),
  );
  return new Map(jobs.map(({ id }, index) => [id, outcomes[index] ?? ok(undefined)]));
}
