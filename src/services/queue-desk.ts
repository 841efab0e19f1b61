import {
  countTenantDeadLetters,
  type DeadLetterRow,
  findTenantDeadLetter,
  listTenantDeadLetters,
  markReplayed,
} from "../db/tenant-dead-letters.ts";
import { countUploads } from "../db/uploads.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { estimateWait } from "../domain/proof/upload-wait.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { DeadLetter, QueueStatus } from "../protocol/api/queues.ts";
import type { TenantId } from "../protocol/ids.ts";
import { Job, QueueName } from "../protocol/jobs.ts";
import { dbFailure } from "./db-failure.ts";
import { cutPage, pageLimit } from "./page.ts";
import { knownCaller } from "./people-desk.ts";
import type { ProofDeps, UploadDeps } from "./upload-deps.ts";

type QueueDeps = Pick<ProofDeps, "caller" | "db" | "requestId" | "now"> & Pick<UploadDeps, "queues">;

export async function queueStatus(deps: QueueDeps): Promise<Result<{ queues: QueueStatus[] }, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const { tenantId } = known.value;
  const failed = await countTenantDeadLetters(deps.db, tenantId);
  if (!failed.ok) return err(dbFailure(failed.error));
  const own = await ownFiles(deps, tenantId, actorOf(known.value));
  if (!own.ok) return own;
  const queues = QueueName.options.map(async (queue): Promise<QueueStatus> => {
    const { backlogCount, oldestMessageTimestamp } = await deps.queues[queue].metrics();
    const its = failed.value.filter((row) => queueOf(row.queue) === queue);
    return {
      queue,
      depth: backlogCount,
      oldestAt: oldestMessageTimestamp?.getTime() ?? null,
      failed: its.reduce((sum, { open }) => sum + open, 0),
      own: queue === "documents" ? own.value : null,
    };
  });
  return ok({ queues: await Promise.all(queues) });
}

async function ownFiles(
  { db, requestId, now }: QueueDeps,
  tenantId: TenantId,
  actor: string,
): Promise<Result<NonNullable<QueueStatus["own"]>, Failure>> {
  const counted = await countUploads(db.forTenant({ tenantId, actor, requestId }), now());
  if (!counted.ok) return err(dbFailure(counted.error));
  const { waiting, oldestAt, perMinute, rejected } = counted.value;
  return ok({ waiting, oldestAt, perMinute, rejected, waitSeconds: estimateWait(waiting + 1, perMinute) });
}

export async function listDeadLetters(
  deps: QueueDeps,
  { after, limit }: { readonly after?: number | undefined; readonly limit?: number | undefined },
): Promise<Result<{ items: DeadLetter[]; next?: string }, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const { wanted, read } = pageLimit(limit);
  const found = await listTenantDeadLetters(deps.db, known.value.tenantId, { after, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, ({ id }) => String(id));
  return ok({ items: [...rows], ...next });
}

/** What no version understands any more, or Postgres refused row by row, cannot be sent again as it was. */
export async function replayDeadLetter(deps: QueueDeps, letterId: number): Promise<Result<DeadLetter, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const found = await findTenantDeadLetter(deps.db, known.value.tenantId, letterId);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value) return err({ tag: "not-found" });
  const { body, ...letter } = found.value;
  const job = Job.safeParse(body);
  const queue = queueOf(letter.queue);
  if (!job.success || !queue) return err({ tag: "not-allowed-now" });
  await deps.queues[queue].send(job.data);
  const replayedAt = deps.now();
  const marked = await markReplayed(deps.db, letterId, replayedAt);
  return marked.ok ? ok({ ...letter, replayedAt } satisfies DeadLetterRow) : err(dbFailure(marked.error));
}

/** Queues are called after their deployment: doorstep-documents, doorstep-staging-documents. */
function queueOf(name: string): QueueName | undefined {
  return QueueName.options.find((queue) => name === queue || name.endsWith(`-${queue}`));
}
