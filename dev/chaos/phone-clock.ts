/** A phone's clock, which need not be right. */
export class PhoneClock {
  readonly #startedAt: number;
  readonly #rate: number;
  #aheadMs: number;

  /** `rate`: its seconds in one of ours, from `startedAt` on. */
  constructor({
    aheadMs = 0,
    rate = 1,
    startedAt = Date.now(),
  }: {
    readonly aheadMs?: number;
    readonly rate?: number;
    readonly startedAt?: number;
  } = {}) {
    this.#startedAt = startedAt;
    this.#aheadMs = aheadMs;
    this.#rate = rate;
  }

  now(now = Date.now()): number {
    return Math.round(now + this.#aheadMs + (now - this.#startedAt) * (this.#rate - 1));
  }

  /** Add it to this clock's time to get ours; what a phone finds out by asking. */
  get offsetMs(): number {
    const now = Date.now();
    return now - this.now(now);
  }

  /** Somebody turns it. */
  turn(byMs: number): void {
    this.#aheadMs += byMs;
  }
}
