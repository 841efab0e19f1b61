import type { QueueName } from "../protocol/jobs.ts";

/** Columns of the dataset: index1 = metric, blob1 = what it is about, double1 = the value. */
export interface Metrics {
  queueDelay: (queue: QueueName, ms: number) => void;
}

export function createMetrics(dataset: AnalyticsEngineDataset): Metrics {
  return {
    queueDelay: (queue, ms) => dataset.writeDataPoint({ indexes: ["queue.delay_ms"], blobs: [queue], doubles: [ms] }),
  };
}
