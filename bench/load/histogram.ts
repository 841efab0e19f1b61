/** Values below it have a bucket each; above, each doubling has this many: an error of at most 1.6 %. */
const STEPS = 64;
const STEP_BITS = 6;
/** 2^37 microseconds are more than a day. */
const DOUBLINGS = 31;
const MICROS_PER_MS = 1_000;

/** Counts durations in log-linear buckets: the same memory for ten of them and for ten million. */
export class Histogram {
  readonly #counts = new Uint32Array(STEPS * (DOUBLINGS + 1));
  #total = 0;
  #maxMs = 0;

  get total(): number {
    return this.#total;
  }

  get maxMs(): number {
    return this.#maxMs;
  }

  record(ms: number): void {
    const bucket = bucketOf(Math.max(0, Math.round(ms * MICROS_PER_MS)));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
    this.#maxMs = Math.max(this.#maxMs, ms);
  }

  /** The duration in milliseconds that this share of all does not exceed; null where nothing was recorded. */
  quantileMs(share: number): number | null {
    if (this.#total === 0) return null;
    const rank = Math.max(1, Math.ceil(share * this.#total));
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count;
      if (seen >= rank) return Math.min(this.#maxMs, endOf(bucket) / MICROS_PER_MS);
    }
    return this.#maxMs;
  }
}

function bucketOf(micros: number): number {
  if (micros < STEPS) return micros;
  const doubling = Math.min(DOUBLINGS, Math.floor(Math.log2(micros)) - STEP_BITS + 1);
  return Math.min(STEPS - 1, Math.floor(micros / 2 ** (doubling - 1)) - STEPS) + doubling * STEPS;
}

function endOf(bucket: number): number {
  const doubling = Math.floor(bucket / STEPS);
  const step = bucket % STEPS;
  return doubling === 0 ? step : (STEPS + step + 1) * 2 ** (doubling - 1);
}
