import { ok, type Result } from "../domain/result.ts";
import { QueueName } from "../protocol/jobs.ts";
import type { Deps } from "./deps.ts";

/** One message through each queue, so that a queue that stands still shows even when nobody uses it. */
export async function sendHeartbeats({ queues, now }: Pick<Deps, "queues" | "now">): Promise<Result<void, never>> {
  await Promise.all(QueueName.options.map((queue) => queues[queue].send({ kind: "heartbeat", queue, sentAt: now() })));
  return ok(undefined);
}

export function noteHeartbeat(
  { log, metrics, now }: Pick<Deps, "log" | "metrics" | "now">,
  { queue, sentAt }: { queue: QueueName; sentAt: number },
): Result<void, never> {
  const delayMs = now() - sentAt;
  log({ event: "queue.heartbeat", queue, delayMs });
  metrics.queueDelay(queue, delayMs);
  return ok(undefined);
}
