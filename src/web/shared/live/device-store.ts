import { IndexedOutbox } from "./indexed-outbox.ts";

/** The driver's outbox on this device. Another driver who signs in here has another one. */
export function openDeviceOutbox(driverId: string): Promise<IndexedOutbox> {
  return IndexedOutbox.open(`doorstep-outbox-${driverId}`, () => crypto.randomUUID());
}

/** False: the browser may throw the outbox away when the device runs full, and the driver should know it. */
export async function protectStore(): Promise<boolean> {
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

/**
 * Two tabs that send the same outbox would only repeat each other: `run` gets its turn when no other tab has it, and
 * keeps it until the signal ends.
 */
export async function asOnlySender(driverId: string, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  try {
    await navigator.locks.request(`doorstep-sender-${driverId}`, { signal }, async () => {
      await run();
      await ended;
    });
  } catch (cause) {
    // Given up while another tab had its turn: that is how waiting ends.
    if (!signal.aborted) throw cause;
  }
}
