import type { Clockwork } from "../../../../src/web/shared/live/clockwork.ts";

interface Timer {
  at: number;
  readonly run: () => void;
}

/** Time that moves only when it is told to. */
export class FakeClock implements Clockwork {
  #now: number;
  #chance: () => number;
  readonly #timers = new Set<Timer>();

  constructor(startsAt = 1_800_000_000_000, chance = () => 0.5) {
    this.#now = startsAt;
    this.#chance = chance;
  }

  readonly now = (): number => this.#now;
  readonly random = (): number => this.#chance();
  readonly setTimer = (run: () => void, afterMs: number): (() => void) => {
    const timer: Timer = { at: this.#now + Math.max(0, afterMs), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** For whoever passes them on one by one. */
  parts(): Clockwork {
    return { now: this.now, random: this.random, setTimer: this.setTimer };
  }

  /** Somebody turns the clock; timers run by another one, which nobody can turn. */
  turn(byMs: number): void {
    this.#now += byMs;
    for (const timer of this.#timers) timer.at += byMs;
  }

  /** Everything that is due on the way happens at its own time, and its promises settle before time goes on. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.run();
      await settled();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  }
}

/** All promises that can settle without outside help have settled. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
