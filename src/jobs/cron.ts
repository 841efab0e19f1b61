import type { Result } from "../domain/result.ts";
import { Cron } from "../protocol/jobs.ts";
import type { Deps } from "../services/deps.ts";
import { type AuditDeps } from "../services/audit-chain.ts";
import { claimDatabase, type DeploymentDeps } from "../services/deployment.ts";
import { sendHeartbeats } from "../services/heartbeats.ts";
import { maintainPartitions } from "../services/partitions.ts";
import { type ReconcileDeps, reconcileTrips } from "../services/reconcile.ts";
import { queueReminders } from "../services/remind-papers.ts";
import { sealAllAudits } from "../services/seal-audit.ts";
import { sweepPayments } from "../services/sweep-payments.ts";
import { sweepUploads } from "../services/sweep-uploads.ts";
import { queueArchives } from "../services/trip-archive.ts";
import type { UploadDeps } from "../services/upload-deps.ts";

export type CronDeps = Deps & AuditDeps & DeploymentDeps & ReconcileDeps & UploadDeps;
type Task = (deps: CronDeps) => Promise<Result<void, { tag: string }>>;

const TASKS: Record<Cron, Task> = {
  "*/5 * * * *": everyFewMinutes,
  "17 3 * * *": everyNight,
};

export async function handleCron(cron: string, deps: CronDeps): Promise<void> {
  const started = deps.now();
  const done = await TASKS[Cron.parse(cron)](deps);
  if (!done.ok) throw new Error(`the cron ${cron} failed: ${done.error.tag}`);
  deps.log({ event: "cron", cron, ms: deps.now() - started });
}

/** What is archived is still there tonight: partitions are dropped weeks later. */
async function everyNight(deps: CronDeps): Promise<Result<void, { tag: string }>> {
  const queued = await queueArchives(deps);
  const reminded = await queueReminders(deps);
  const maintained = await maintainPartitions(deps);
  return [queued, reminded].find(({ ok: isOk }) => !isOk) ?? maintained;
}

/** The heartbeats go first: slow work must not look like a standing queue. One part that fails does not stop the next. */
async function everyFewMinutes(deps: CronDeps): Promise<Result<void, { tag: string }>> {
  const sent = await sendHeartbeats(deps);
  const claimed = await claimDatabase(deps);
  const reconciled = await reconcileTrips(deps);
  const swept = await sweepUploads(deps);
  const asked = await sweepPayments(deps);
  const sealed = claimed.ok ? await sealAllAudits(deps) : claimed;
  return [sent, reconciled, swept, asked, sealed].find(({ ok: isOk }) => !isOk) ?? sealed;
}
