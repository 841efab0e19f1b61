import type { Job, QueueName } from "../protocol/jobs.ts";

/** The producers by name. */
export type JobQueues = Record<QueueName, Queue<Job>>;

export function jobQueues(env: Env): JobQueues {
  return {
    ledger: env.LEDGER_QUEUE,
    documents: env.DOCUMENTS_QUEUE,
    notifications: env.NOTIFICATIONS_QUEUE,
    webhooks: env.WEBHOOKS_QUEUE,
    exports: env.EXPORTS_QUEUE,
    archive: env.ARCHIVE_QUEUE,
    payments: env.PAYMENTS_QUEUE,
  };
}
