import { type Log, logError } from "../platform/log.ts";
import { withTimeout } from "../platform/with-timeout.ts";

/** An awake object answers within 20 ms, one that slept within 100; whoever reads has Postgres' rows to go by. */
const ANSWERS_WITHIN_MS = 2_000;

/** What a trip's object adds to a reading; null where it does not answer, so that reading goes on without it. */
export async function askTrip<T>(log: Log, what: string, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await withTimeout(ANSWERS_WITHIN_MS, ask());
  } catch (error) {
    logError(log, what, error);
    return null;
  }
}
