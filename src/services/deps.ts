import type { Db } from "../db/client.ts";
import type { JobQueues } from "../platform/job-queue.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";

/** What use cases may use. Only worker.ts builds it: once per request or batch. */
export interface Deps {
  db: Db;
  queues: JobQueues;
  log: Log;
  metrics: Metrics;
  /** Milliseconds since 1970. */
  now: () => number;
}
