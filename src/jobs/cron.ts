import type { Result } from "../domain/result.ts";
import { Cron } from "../protocol/jobs.ts";
import type { Deps } from "../services/deps.ts";
import { sendHeartbeats } from "../services/heartbeats.ts";
import { maintainPartitions } from "../services/partitions.ts";

type Task = (deps: Deps) => Promise<Result<void, { tag: string }>>;

const TASKS: Record<Cron, Task> = {
  "*/5 * * * *": sendHeartbeats,
  "17 3 * * *": maintainPartitions,
};

export async function handleCron(cron: string, deps: Deps): Promise<void> {
  const started = deps.now();
  const done = await TASKS[Cron.parse(cron)](deps);
  if (!done.ok) throw new Error(`the cron ${cron} failed: ${done.error.tag}`);
  deps.log({ event: "cron", cron, ms: deps.now() - started });
}
