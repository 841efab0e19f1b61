import { LOOKS_PER_MESSAGE } from "../protocol/jobs.ts";
import type { TenantId } from "../protocol/ids.ts";
import type { LocationLook } from "../protocol/location-view.ts";
import type { JobQueues } from "./job-queue.ts";
import { createLog, logError } from "./log.ts";
import { newRequestId } from "./new-id.ts";

/**
 * Who looked is written by the ledger's consumer: nobody who looks waits for it, and a database that is down loses none.
 * Never rejects: what a queue does not take is in the log.
 */
export async function sendLooks(
  queue: JobQueues["ledger"],
  tenantId: TenantId,
  looks: readonly LocationLook[],
): Promise<void> {
  try {
    for (let from = 0; from < looks.length; from += LOOKS_PER_MESSAGE)
      await queue.send({ kind: "location-views", tenantId, looks: looks.slice(from, from + LOOKS_PER_MESSAGE) });
  } catch (error) {
    logError(createLog({ requestId: newRequestId() }), `noting ${looks.length} looks at drivers`, error);
  }
}
