import type { Figures, PerUpdate, Quantiles } from "../measure/figures.ts";
import type { Load } from "../load/load.ts";
import type { SystemName } from "../systems/system.ts";

export interface Result {
  readonly load: Load;
  readonly system: SystemName;
  /** Medians of the undisturbed runs, or of all where none was undisturbed. */
  readonly figures: Figures;
  readonly runs: number;
  readonly disturbed: number;
}

export function summarise(load: Load, system: SystemName, runs: readonly Figures[]): Result {
  const quiet = runs.filter(({ isDisturbed }) => !isDisturbed);
  const counted = quiet.length > 0 ? quiet : runs;
  return { load, system, figures: medians(counted), runs: runs.length, disturbed: runs.length - quiet.length };
}

function medians(runs: readonly Figures[]): Figures {
  const of = (pick: (run: Figures) => number): number => median(runs.map(pick)) ?? Number.NaN;
  const quantilesOf = (pick: (run: Figures) => Quantiles): Quantiles => ({
    p50: median(runs.map((run) => pick(run).p50)),
    p95: median(runs.map((run) => pick(run).p95)),
    p99: median(runs.map((run) => pick(run).p99)),
  });
  return {
    customers: quantilesOf(({ customers }) => customers),
    dispatchers: quantilesOf(({ dispatchers }) => dispatchers),
    customersDelivered: of((run) => run.customersDelivered),
    dispatchersDelivered: of((run) => run.dispatchersDelivered),
    toldShare: of((run) => run.toldShare),
    repeated: of((run) => run.repeated),
    cpuPerUpdate: of((run) => run.cpuPerUpdate),
    cpuPerDelivered: of((run) => run.cpuPerDelivered),
    cores: of((run) => run.cores),
    customerBytes: of((run) => run.customerBytes),
    dispatcherBytes: of((run) => run.dispatcherBytes),
    framesPerSecond: of((run) => run.framesPerSecond),
    kbPerSocket: of((run) => run.kbPerSocket),
    otherShare: of((run) => run.otherShare),
    stolenShare: of((run) => run.stolenShare),
    lateP99: median(runs.map((run) => run.lateP99)),
    dropped: of((run) => run.dropped),
    isDisturbed: runs.every(({ isDisturbed }) => isDisturbed),
    perUpdate: perUpdate(runs.flatMap((run) => run.perUpdate ?? [])),
  };
}

function perUpdate(runs: readonly PerUpdate[]): PerUpdate | null {
  if (runs.length === 0) return null;
  const of = (pick: (run: PerUpdate) => number): number => median(runs.map(pick)) ?? Number.NaN;
  return {
    regionCalls: of((run) => run.regionCalls),
    rows: of((run) => run.rows),
    alarms: of((run) => run.alarms),
    regionTimers: of((run) => run.regionTimers),
  };
}

function median(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
