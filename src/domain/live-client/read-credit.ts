/** The server waits for an acknowledgement each 50 frames or 2 s, and sends less to whom it does not hear from. */
const FRAMES_PER_ACK = 50;
const ACK_WITHIN_MS = 2_000;

/** Frames that were read and not yet acknowledged. */
export interface Unacked {
  readonly frames: number;
  readonly since: number;
}

export const ALL_ACKED: Unacked = { frames: 0, since: 0 };

export function onFrame({ frames, since }: Unacked, now: number): Unacked {
  return { frames: frames + 1, since: frames === 0 ? now : since };
}

/** When the acknowledgement is due; null while there is nothing to say. */
export function ackDueAt({ frames, since }: Unacked): number | null {
  if (frames === 0) return null;
  return frames >= FRAMES_PER_ACK ? since : since + ACK_WITHIN_MS;
}
