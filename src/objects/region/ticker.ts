/** Runs at most once in a window, on the message that finds it open; one timer catches what came in between. */
export class Ticker {
  readonly #run: (now: number) => void;
  #last = 0;
  #tail: number | null = null;
  ticks = 0;
  timers = 0;

  constructor(run: (now: number) => void) {
    this.#run = run;
  }

  /** A timer runs. */
  get isWaiting(): boolean {
    return this.#tail !== null;
  }

  /** Timers starve under thousands of messages a second, so the messages themselves drive it. */
  poke(now: number, windowMs: number): void {
    const waitMs = this.#last + windowMs - now;
    if (waitMs <= 0) return this.now(now);
    if (this.#tail !== null) return;
    this.timers += 1;
    this.#tail = setTimeout(() => this.now(Date.now()), Math.min(waitMs, windowMs));
  }

  now(now: number): void {
    this.stop();
    this.#last = now;
    this.ticks += 1;
    this.#run(now);
  }

  stop(): void {
    if (this.#tail !== null) clearTimeout(this.#tail);
    this.#tail = null;
  }
}
