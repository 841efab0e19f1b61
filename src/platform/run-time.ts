const SECOND_MS = 1_000;

/** How long this runtime has been at work. No clock runs before the first request, so life begins there. */
export class RunTime {
  #startedAt: number | null = null;

  /** At each request; the first one counts. */
  begin(now: number): void {
    this.#startedAt ??= now;
  }

  seconds(now: number): number {
    return Math.floor((now - (this.#startedAt ?? now)) / SECOND_MS);
  }
}
