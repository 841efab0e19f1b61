/** `capacity` at once, and as many again in each `perSeconds`. */
export interface BucketLimit {
  readonly capacity: number;
  readonly perSeconds: number;
}

/**
 * How much is missing, not how much is left: nothing stored means a full bucket. Counted in units of one token / `periodMs`,
 * so that a refill of `capacity` units each millisecond stays a whole number and no rounding error ever adds up.
 */
export interface Bucket {
  readonly missing: number;
  readonly periodMs: number;
  readonly at: number;
}

export type Taking =
  | { readonly ok: true; readonly remaining: number; readonly bucket: Bucket }
  | { readonly ok: false; readonly retryAfterSeconds: number };

/** What is refused costs nothing, so a caller that keeps knocking is let in as soon as one that waits. */
export function takeTokens(bucket: Bucket | null, limit: BucketLimit, cost: number, now: number): Taking {
  if (!isWhole(cost) || cost > limit.capacity)
    throw new RangeError(`A bucket of ${limit.capacity} never holds ${cost}.`);
  if (!isWhole(limit.perSeconds)) throw new RangeError(`A period has whole seconds, not ${limit.perSeconds}.`);
  const periodMs = limit.perSeconds * 1000;
  const full = limit.capacity * periodMs;
  const missing = missingAt(bucket, limit, now) + cost * periodMs;
  if (missing > full) {
    const waitMs = Math.ceil((missing - full) / limit.capacity);
    return { ok: false, retryAfterSeconds: Math.ceil(waitMs / 1000) };
  }
  // A clock that went back must not hand out the same time twice.
  const at = Math.max(now, bucket?.at ?? now);
  return { ok: true, remaining: Math.floor((full - missing) / periodMs), bucket: { missing, periodMs, at } };
}

/** What was taken and not needed after all; a bucket never holds more than its capacity. */
export function returnTokens(bucket: Bucket, cost: number): Bucket {
  if (!isWhole(cost)) throw new RangeError(`${cost} tokens cannot be returned.`);
  return { ...bucket, missing: Math.max(0, bucket.missing - cost * bucket.periodMs) };
}

/** From then on the bucket is as good as one that was never used. */
export function fullAt(bucket: Bucket, limit: BucketLimit): number {
  return bucket.at + Math.ceil(bucket.missing / limit.capacity);
}

function missingAt(bucket: Bucket | null, limit: BucketLimit, now: number): number {
  if (!bucket) return 0;
  const periodMs = limit.perSeconds * 1000;
  // Two versions of the code with two limits run side by side during a deploy: the tokens taken count under both.
  const scaled =
    bucket.periodMs === periodMs ? bucket.missing : Math.ceil((bucket.missing / bucket.periodMs) * periodMs);
  const refilled = Math.max(0, now - bucket.at) * limit.capacity;
  return Math.min(limit.capacity * periodMs, Math.max(0, scaled - refilled));
}

function isWhole(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount > 0;
}
