/** Runs now, or as soon as the pause since the last time is over; what is asked meanwhile is done once. */
export function atMostEach(pauseMs: number, run: () => void): { ask: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let lastAt = -Infinity;
  const go = (): void => {
    timer = null;
    lastAt = performance.now();
    run();
  };
  return {
    ask: () => {
      timer ??= setTimeout(go, Math.max(0, lastAt + pauseMs - performance.now()));
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
