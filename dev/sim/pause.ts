import { setTimeout as wait } from "node:timers/promises";

/** Waits, or until the run ends: then it returns at once. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  try {
    await wait(ms, undefined, { signal });
  } catch {
    // The run ends: whoever waits looks at the signal next.
  }
}
