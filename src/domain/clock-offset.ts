const SECOND_MS = 1000;
/** A phone on network time is right to a second; one that is five minutes off was set by hand. */
const SUSPECT_OFFSET_MS = 300 * SECOND_MS;
/** Crystals drift by less than a second between two greetings: a jump of two means that somebody turned the clock. */
const SUSPECT_JUMP_MS = 2 * SECOND_MS;

/** One question and answer: both ends by the phone's clock, the answer by ours. */
export interface ClockExchange {
  readonly sentAt: number;
  readonly heardAt: number;
  readonly serverAt: number;
}

export interface ClockOffset {
  /** Add it to the phone's time to get ours. */
  readonly offsetMs: number;
  /** The offset is right to half of it. */
  readonly roundTripMs: number;
}

/** Of a few exchanges the quickest one tells most: its answer had the least time to be delayed one way only. */
export function clockOffset(exchanges: readonly ClockExchange[]): ClockOffset | null {
  let best: ClockOffset | null = null;
  for (const { sentAt, heardAt, serverAt } of exchanges) {
    const roundTripMs = heardAt - sentAt;
    // The clock was turned between question and answer.
    if (!(roundTripMs >= 0)) continue;
    if (best && best.roundTripMs <= roundTripMs) continue;
    best = { offsetMs: Math.round(serverAt - (sentAt + heardAt) / 2), roundTripMs };
  }
  return best;
}

/** A request that takes longer has been given up: what its sender's clock is off by more, the way does not explain. */
const REQUEST_MS = 20 * SECOND_MS;

/** How far a clock is off by one request that says when it was sent: nothing, where the way alone may be the difference. */
export function requestOffsetMs(sentAt: number | undefined, receivedAt: number): number {
  const offsetMs = sentAt === undefined ? 0 : receivedAt - sentAt;
  return Math.abs(offsetMs) > REQUEST_MS ? offsetMs : 0;
}

export function isClockSuspect(offsetMs: number, previousOffsetMs: number | null): boolean {
  const jumpMs = previousOffsetMs === null ? 0 : Math.abs(offsetMs - previousOffsetMs);
  return Math.abs(offsetMs) > SUSPECT_OFFSET_MS || jumpMs > SUSPECT_JUMP_MS;
}
