/** Thrown by withTimeout; the work itself goes on, so only use it where that is harmless. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
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
