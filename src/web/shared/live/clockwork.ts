/** Time and chance, passed in so that a test or a simulation can own them. */
export interface Clockwork {
  readonly now: () => number;
  /** 0 up to but not 1. */
  readonly random: () => number;
  /** Runs once, later; the answer cancels. */
  readonly setTimer: (run: () => void, afterMs: number) => () => void;
}

export const systemClockwork: Clockwork = {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimer: (run, afterMs) => {
    const timer = setTimeout(run, afterMs);
    return () => clearTimeout(timer);
  },
};
