const SECOND_MS = 1_000;

/** How long this runtime has been at work. No clock runs before the first request, so life begins there. */
export class RunTime {
  #startedAt: number | null = null;

  seconds(now: number): number {
    this.#startedAt ??= now;
    return Math.floor((now - this.#startedAt) / SECOND_MS);
  }
}
