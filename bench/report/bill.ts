import type { PerUpdate } from "../measure/figures.ts";

// The platform's list prices of 2026-10, in dollars.
const REQUESTS_PER_DOLLAR = 1_000_000 / 0.15;
const REQUESTS_INCLUDED = 1_000_000;
/** Messages that come in on a socket and count as one request. */
const MESSAGES_PER_REQUEST = 20;
const ROWS_PER_DOLLAR = 1_000_000;
const ROWS_INCLUDED = 50_000_000;
const GB_SECONDS_PER_DOLLAR = 1_000_000 / 12.5;
const GB_SECONDS_INCLUDED = 400_000;
const OBJECT_GB = 0.128;

const DRIVERS = 10_000;
const EVERY_SECONDS = 5;
const SHIFT_SECONDS = 8 * 3_600;
const DAYS = 30;
const REGIONS = 10;
/** Guessed: how long an object is busy with a message, and the two ends of a call together. */
const BUSY_SECONDS = 0.003;
const CALL_SECONDS = 0.006;
/** An alarm writes its slot and itself, takes the slot out again, and runs once. */
const ROWS_PER_ALARM = 3;
const REQUESTS_PER_ALARM = 1;
/** A hand-off to the ledger comes with every 100 positions and is confirmed with a call that notes it in a row. */
const HAND_OFFS = 1 / 100;
/** One in ten minutes stays, for a driver who falls silent. */
const ALARMS = EVERY_SECONDS / 600;

export interface Bill {
  readonly requests: number;
  readonly rows: number;
  readonly duration: number;
  readonly total: number;
}

/** Dollars a month for the live objects of 10,000 drivers with somebody looking at all regions all day. */
export function monthlyBill({ regionCalls, rows, alarms }: Pick<PerUpdate, "regionCalls" | "rows" | "alarms">): Bill {
  const updates = ((DRIVERS * SHIFT_SECONDS) / EVERY_SECONDS) * DAYS;
  // Both are too seldom to be counted in a minute.
  const allAlarms = Math.max(alarms, ALARMS);
  const requests = updates * (1 / MESSAGES_PER_REQUEST + regionCalls + REQUESTS_PER_ALARM * allAlarms + HAND_OFFS);
  const written = updates * (rows + ROWS_PER_ALARM * allAlarms + HAND_OFFS);
  const busySeconds = updates * (BUSY_SECONDS + CALL_SECONDS * regionCalls);
  // A region with viewers never sleeps.
  const awakeSeconds = REGIONS * SHIFT_SECONDS * DAYS;
  const cost = {
    requests: Math.max(0, requests - REQUESTS_INCLUDED) / REQUESTS_PER_DOLLAR,
    rows: Math.max(0, written - ROWS_INCLUDED) / ROWS_PER_DOLLAR,
    duration: Math.max(0, (busySeconds + awakeSeconds) * OBJECT_GB - GB_SECONDS_INCLUDED) / GB_SECONDS_PER_DOLLAR,
  };
  return { ...cost, total: cost.requests + cost.rows + cost.duration };
}
