import type { Histogram } from "../load/histogram.ts";
import type { Run } from "./run.ts";

/** More of a core than this taken by others, and a run says more about them. */
const OTHER_SHARE_MAX = 0.5;
const STOLEN_SHARE_MAX = 0.1;
/** Later than this the sender itself is what is measured. */
const LATE_P99_MS = 20;
const BYTES_PER_KB = 1_024;

export interface Quantiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** What one run says, in the units of the report. */
export interface Figures {
  readonly customers: Quantiles;
  readonly dispatchers: Quantiles;
  readonly customersDelivered: number;
  readonly dispatchersDelivered: number;
  /** Of all positions, those that dispatchers are told at all. */
  readonly toldShare: number;
  readonly repeated: number;
  readonly cpuPerUpdate: number;
  readonly cpuPerDelivered: number;
  readonly cores: number;
  readonly customerBytes: number;
  readonly dispatcherBytes: number;
  readonly framesPerSecond: number;
  readonly kbPerSocket: number;
  readonly otherShare: number;
  readonly stolenShare: number;
  readonly lateP99: number | null;
  readonly dropped: number;
  readonly isDisturbed: boolean;
  readonly perUpdate: PerUpdate | null;
}

/** What the platform bills, for each position. */
export interface PerUpdate {
  readonly regionCalls: number;
  readonly rows: number;
  readonly alarms: number;
  readonly regionTimers: number;
}

export function figuresOf(run: Run): Figures {
  const { customers, dispatchers, spent, updates, load, lateness } = run;
  const seconds = spent.ms / 1_000;
  const delivered = customers.delivered + dispatchers.delivered;
  const [otherShare, stolenShare, lateP99] = [spent.otherShare, spent.stolenShare, lateness.quantileMs(0.99)];
  return {
    customers: quantiles(customers.latency),
    dispatchers: quantiles(dispatchers.latency),
    customersDelivered: customers.delivered / updates,
    ...dispatcherShares(run),
    repeated: customers.repeated + dispatchers.repeated,
    cpuPerUpdate: spent.cpuMicros / updates,
    cpuPerDelivered: spent.cpuMicros / delivered,
    cores: spent.cpuMicros / 1_000_000 / seconds,
    customerBytes: spent.customerBytes / customers.delivered,
    dispatcherBytes: spent.dispatcherBytes / dispatchers.delivered,
    framesPerSecond: run.dispatcherFrames / load.dispatchers / seconds,
    kbPerSocket: run.memoryPerSocket / BYTES_PER_KB,
    otherShare,
    stolenShare,
    lateP99,
    dropped: run.dropped,
    isDisturbed: otherShare > OTHER_SHARE_MAX || stolenShare > STOLEN_SHARE_MAX || (lateP99 ?? 0) > LATE_P99_MS,
    perUpdate: perUpdate(run),
  };
}

/** Doorstep decides itself how much a map is told, so its own count of reports is what has to arrive. */
function dispatcherShares({ dispatchers, counted, load, updates }: Run) {
  if (!counted) {
    return { dispatchersDelivered: dispatchers.delivered / (updates * load.dispatchers), toldShare: 1 };
  }
  const { from, to, updates: all } = counted.all;
  const reports = to.region.reports - from.region.reports;
  return {
    dispatchersDelivered: dispatchers.deliveredInAll / (reports * load.dispatchers),
    toldShare: Math.min(1, reports / all),
  };
}

function perUpdate({ counted }: Run): PerUpdate | null {
  if (!counted) return null;
  const { from, to, updates } = counted.steady;
  return {
    regionCalls: (to.trips.regionCalls - from.trips.regionCalls) / updates,
    rows: (to.trips.rowsWritten - from.trips.rowsWritten) / updates,
    alarms: (to.trips.alarmsSet - from.trips.alarmsSet) / updates,
    regionTimers: (to.region.timers - from.region.timers) / updates,
  };
}

function quantiles(histogram: Histogram): Quantiles {
  return { p50: histogram.quantileMs(0.5), p95: histogram.quantileMs(0.95), p99: histogram.quantileMs(0.99) };
}
