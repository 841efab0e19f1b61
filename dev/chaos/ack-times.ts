import type { Fleet } from "./fleet.ts";

/** What is promised: an acknowledgement within this, whatever happens to others and to the database. */
const ACK_MAX_MS = 250;
/** A machine that does other things beside is slow without any fault; only what the fault adds counts against it. */
const SLOWER_MAX = 3;

interface AckTimes {
  readonly text: string;
  readonly failures: readonly string[];
}

/** How long acknowledgements took while something was broken, beside how long they took before it was. */
export function ackTimes(fleet: Fleet, began: number, from: number, to = Number.POSITIVE_INFINITY): AckTimes {
  const before = fleet.ackMs(0.99, began, from);
  const during = fleet.ackMs(0.99, from, to);
  const text = `ack p50 ${fleet.ackMs(0.5, from, to)} p99 ${during} ms (${before} ms before)`;
  const isInTime = during <= Math.max(ACK_MAX_MS, SLOWER_MAX * before);
  return { text, failures: isInTime ? [] : [`acknowledgements took ${during} ms, and ${before} ms before`] };
}
