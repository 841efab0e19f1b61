import type { LimitName } from "../protocol/limits.ts";
import type { BucketLimit } from "./token-bucket.ts";

const MINUTE = 60;

/** How often, for each caller; the one place for these numbers. */
export const LIMITS: Readonly<Record<LimitName, BucketLimit>> = {
  // A console that is clicked through without pause asks about once a second.
  standard: { capacity: 100, perSeconds: MINUTE },
  // Positions each five seconds from a batch of devices: never the thing that is refused.
  critical: { capacity: 300, perSeconds: MINUTE },
  // A stop needs a handful of photos; twenty a minute are a busy depot's.
  upload: { capacity: 20, perSeconds: MINUTE },
  // Before anybody knows who sends: 150 drivers of all tenants behind one carrier's address, each as fast as it may.
  "upload-network": { capacity: 3_000, perSeconds: MINUTE },
  // Reports and exports cost a hundred times what a page does.
  low: { capacity: 20, perSeconds: MINUTE },
  // For a whole address, which may be an office behind one: guessing is held by each code's own five tries.
  login: { capacity: 30, perSeconds: MINUTE },
  // As many as for positions, and a bucket of its own: whatever else a phone sends, a call for help passes.
  sos: { capacity: 300, perSeconds: MINUTE },
  // Tracking links that open nothing, for a whole network. Half an hour of typing errors; at 128 bits, no help in guessing.
  "link-miss": { capacity: 30, perSeconds: MINUTE },
  // A ticket keeps a socket open for ten minutes at most, so that a tenant has no more than so many: 15,000 drivers and
  // colleagues, and each of them cut off once.
  "tenant-sockets": { capacity: 30_000, perSeconds: 10 * MINUTE },
};
