/**
 * Runs `work` at most once per `ttlMs`. Only finished answers are shared: a promise of one request must not be
 * awaited by another, because the platform may end the first one before it settles.
 */
export function memo<T>(ttlMs: number, now: () => number): (work: () => Promise<T>) => Promise<T> {
  let last: { at: number; value: T } | undefined;
  return async (work) => {
    if (last && now() - last.at < ttlMs) return last.value;
    const value = await work();
    last = { at: now(), value };
    return value;
  };
}
