import type { Result } from "../domain/result.ts";
import { Cron } from "../protocol/jobs.ts";
import type { Deps } from "../services/deps.ts";
import { type AuditDeps } from "../services/audit-chain.ts";
import { claimDatabase, type DeploymentDeps } from "../services/deployment.ts";
import { sendHeartbeats } from "../services/heartbeats.ts";
import { maintainPartitions } from "../services/partitions.ts";
import { sealAllAudits } from "../services/seal-audit.ts";

type CronDeps = Deps & AuditDeps & DeploymentDeps;
type Task = (deps: CronDeps) => Promise<Result<void, { tag: string }>>;

const TASKS: Record<Cron, Task> = {
  "*/5 * * * *": everyFewMinutes,
  "17 3 * * *": maintainPartitions,
};

export async function handleCron(cron: string, deps: CronDeps): Promise<void> {
  const started = deps.now();
  const done = await TASKS[Cron.parse(cron)](deps);
  if (!done.ok) throw new Error(`the cron ${cron} failed: ${done.error.tag}`);
  deps.log({ event: "cron", cron, ms: deps.now() - started });
}

/** The heartbeats go first: a slow audit must not look like a standing queue. */
async function everyFewMinutes(deps: CronDeps): Promise<Result<void, { tag: string }>> {
  const sent = await sendHeartbeats(deps);
  if (!sent.ok) return sent;
  const claimed = await claimDatabase(deps);
  return claimed.ok ? sealAllAudits(deps) : claimed;
}
