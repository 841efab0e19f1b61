import { backoffSeconds } from "../domain/backoff.ts";
import { ok, type Result } from "../domain/result.ts";
import { logError } from "../platform/log.ts";
import { type CheckUploadJob, DEAD_SUFFIX, Job } from "../protocol/jobs.ts";
import { type ApplyDeps, applyOptimisation } from "../services/apply-optimisation.ts";
import { checkUpload } from "../services/check-upload.ts";
import { buryMessage } from "../services/dead-letters.ts";
import { type DeferredJobDeps, doDeferred } from "../services/deferred-writes.ts";
import type { NotifyDeps } from "../services/deliver-notification.ts";
import type { Deps } from "../services/deps.ts";
import { makeThumbnail } from "../services/make-thumbnail.ts";
import { noteHeartbeat } from "../services/heartbeats.ts";
import type { LedgerDeps } from "../services/ledger.ts";
import { noteLocationViews } from "../services/location-views.ts";
import type { SettleDeps } from "../services/payment-deps.ts";
import { confirmPayment, doubtPayment } from "../services/payment-settling.ts";
import { remindOfPapers } from "../services/remind-papers.ts";
import { sendNotifications } from "../services/send-notifications.ts";
import { recordSos, type SosJobDeps } from "../services/sos-list.ts";
import { type ProgressDeps, tellProgress } from "../services/tell-progress.ts";
import { type SosContactDeps, tellSosContacts } from "../services/tell-sos-contacts.ts";
import { type ArchiveDeps, archiveTrip } from "../services/trip-archive.ts";
import type { UploadDeps } from "../services/upload-deps.ts";
import { handleLedger } from "./ledger-batch.ts";

/** A part that was down is asked again after at most ten minutes; the queue itself gives up after its max_retries. */
const RETRY_CAP_SECONDS = 600;

/** What a handler may come back with; a failure means: try again later. */
type Handled = Result<void, { tag: string }>;
type Handler = (message: Message) => Promise<Handled>;

export type BatchDeps = Deps &
  LedgerDeps &
  ArchiveDeps &
  UploadDeps &
  DeferredJobDeps &
  SettleDeps &
  SosJobDeps &
  NotifyDeps &
  ApplyDeps &
  ProgressDeps &
  SosContactDeps;

/** Every message is acknowledged or retried by itself: one bad message never repeats its neighbours' work. */
export async function handleBatch(batch: MessageBatch, deps: BatchDeps): Promise<void> {
  const ledger = handleLedger(batch.messages, deps);
  const handle: Handler = async (message) => handleMessage(batch.queue, message, { deps, ledger });
  for (const message of batch.messages) {
    const retryLater = () =>
      message.retry({ delaySeconds: backoffSeconds(message.attempts, RETRY_CAP_SECONDS, Math.random()) });
    try {
      const handled = await handle(message);
      if (handled.ok) message.ack();
      else {
        deps.log({ event: "queue.retry", queue: batch.queue, attempt: message.attempts, reason: handled.error.tag });
        retryLater();
      }
    } catch (error) {
      logError(deps.log, batch.queue, error);
      retryLater();
    }
  }
}

async function handleMessage(
  queue: string,
  message: Message,
  { deps, ledger }: { deps: BatchDeps; ledger: Handler },
): Promise<Handled> {
  const { id, body } = message;
  if (queue.endsWith(DEAD_SUFFIX)) {
    const name = queue.slice(0, -DEAD_SUFFIX.length);
    const doubted = await doubtIfPayment(body, deps);
    return doubted.ok
      ? buryMessage(deps, { queue: name, messageId: id, body, error: "gave up after retries" })
      : doubted;
  }
  const job = Job.safeParse(body);
  // No retry can mend a shape that this version does not know.
  if (!job.success) return buryMessage(deps, { queue, messageId: id, body, error: "unknown shape" });
  return job.data.kind === "ledger" ? ledger(message) : doJob(job.data, deps, { queue, messageId: id });
}

async function doJob(
  job: Exclude<Job, { kind: "ledger" }>,
  deps: BatchDeps,
  place: { queue: string; messageId: string },
): Promise<Handled> {
  switch (job.kind) {
    case "heartbeat":
      return noteHeartbeat(deps, job);
    case "location-views":
      return noteLocationViews(deps, job.tenantId, job.looks);
    case "archive-trip":
      return archiveTrip(deps, job);
    case "deferred-write":
      return doDeferred(deps, job, place);
    case "confirm-payment":
      return confirmPayment(deps, job);
    case "notify":
      return sendNotifications(deps, job);
    case "remind-papers":
      return remindOfPapers(deps, job);
    case "apply-optimisation":
      return applyOptimisation(deps, job);
    case "sos":
      return recordSos(deps, job);
    case "sos-contacts":
      return tellSosContacts(deps, job);
    case "check-upload":
      return checkAndTell(deps, job);
  }
}

async function checkAndTell(deps: BatchDeps, job: CheckUploadJob): Promise<Handled> {
  const checked = await checkUpload(deps, job);
  if (!checked.ok) return checked;
  await tellProgress(deps, job);
  return makeThumbnail(deps, job);
}

/** What nobody asks about any more must not go on looking as if somebody did. */
async function doubtIfPayment(body: unknown, deps: BatchDeps): Promise<Handled> {
  const job = Job.safeParse(body);
  return job.success && job.data.kind === "confirm-payment" ? doubtPayment(deps, job.data) : ok(undefined);
}
