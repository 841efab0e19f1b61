/**
 * What one viewer was sent and has not acknowledged. The platform tells nothing about what waits in a socket, and 160 MB
 * can pile up behind one stalled viewer where the whole object has 128 MB: so viewers say what they have read.
 */
export interface Credit {
  readonly unacked: number;
  /** Since when something is unacknowledged. */
  readonly since: number | null;
}

export const FULL_CREDIT: Credit = { unacked: 0, since: null };

/** Above this a viewer gets the newest of each driver later instead of every frame now. */
const UNACKED_MAX = 500;
const COALESCE_AFTER_MS = 10_000;
/** A viewer that reads nothing for so long comes back for a snapshot. */
const CLOSE_AFTER_MS = 30_000;

export type Pace = "send" | "coalesce" | "close";

export function afterSend({ unacked, since }: Credit, now: number): Credit {
  return { unacked: unacked + 1, since: since ?? now };
}

/** More than was sent is no mistake: the viewer may have read frames that we forgot in our sleep. */
export function afterAck({ unacked }: Credit, frames: number, now: number): Credit {
  return frames >= unacked ? FULL_CREDIT : { unacked: unacked - frames, since: now };
}

export function paceOf({ unacked, since }: Credit, now: number): Pace {
  const waitedMs = since === null ? 0 : now - since;
  if (waitedMs >= CLOSE_AFTER_MS) return "close";
  return unacked > UNACKED_MAX || waitedMs >= COALESCE_AFTER_MS ? "coalesce" : "send";
}
