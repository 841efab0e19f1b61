import type { QueueName } from "../protocol/jobs.ts";

/** Columns of the dataset: index1 = metric, blob1 = what it is about, double1 = the value. */
export interface Metrics {
  queueDelay: (queue: QueueName, ms: number) => void;
  /** Where an answer that may be given again came from: how often work was spared, and how often it stood in. */
  answerFrom: (operationId: string, from: "work" | "kept" | "stand-in") => void;
  /** How long a small picture took, or took to fail, and why it did. */
  thumbnail: (outcome: string, ms: number) => void;
}

export function createMetrics(dataset: AnalyticsEngineDataset): Metrics {
  return {
    queueDelay: (queue, ms) => dataset.writeDataPoint({ indexes: ["queue.delay_ms"], blobs: [queue], doubles: [ms] }),
    answerFrom: (operationId, from) =>
      dataset.writeDataPoint({ indexes: ["answers.from"], blobs: [operationId, from], doubles: [1] }),
    thumbnail: (outcome, ms) => dataset.writeDataPoint({ indexes: ["thumbnails.ms"], blobs: [outcome], doubles: [ms] }),
  };
}
