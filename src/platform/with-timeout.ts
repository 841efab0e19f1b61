/** Thrown by withTimeout; the work itself goes on, so only use it where that is harmless. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** For work that goes on by itself, and of which more is not needed in time. */
export async function waitAtMost(ms: number, work: Promise<void>): Promise<void> {
  const { promise: deadline, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}

export async function withTimeout<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TimeoutError(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
