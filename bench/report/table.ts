import type { Figures } from "../measure/figures.ts";
import { updatesPerSecond } from "../load/load.ts";
import type { SystemName } from "../systems/system.ts";
import type { Goal } from "./goals.ts";
import type { Result } from "./median.ts";

export const SYSTEM_LABEL: Record<SystemName, string> = {
  doorstep: "Doorstep",
  "doorstep-all": "Doorstep, maps told every position",
  "socket-io": "Socket.IO × 2 + Redis",
  "plain-ws": "bare ws",
};

export type Table = readonly (readonly string[])[];

interface Row {
  readonly name: string;
  readonly show: (figures: Figures) => string;
  readonly ratio?: (figures: Figures) => number | null;
}

const ROWS: readonly Row[] = [
  { name: "CPU per position, µs", show: (f) => number(f.cpuPerUpdate), ratio: (f) => f.cpuPerUpdate },
  { name: "CPU per delivery, µs", show: (f) => number(f.cpuPerDelivered), ratio: (f) => f.cpuPerDelivered },
  { name: "cores used", show: (f) => f.cores.toFixed(2) },
  { name: "customers p50 / p95 / p99, ms", show: (f) => quantiles(f.customers), ratio: (f) => f.customers.p99 },
  { name: "dispatchers p50 / p95 / p99, ms", show: (f) => quantiles(f.dispatchers), ratio: (f) => f.dispatchers.p99 },
  { name: "delivered to customers", show: (f) => percent(f.customersDelivered) },
  { name: "delivered to dispatchers", show: (f) => percent(f.dispatchersDelivered) },
  { name: "positions that maps are told", show: (f) => percent(f.toldShare) },
  { name: "bytes per customer's position", show: (f) => number(f.customerBytes), ratio: (f) => f.customerBytes },
  { name: "bytes per dispatcher's position", show: (f) => number(f.dispatcherBytes), ratio: (f) => f.dispatcherBytes },
  { name: "messages a second to a map", show: (f) => number(f.framesPerSecond), ratio: (f) => f.framesPerSecond },
  { name: "memory per socket, KB", show: (f) => number(f.kbPerSocket), ratio: (f) => f.kbPerSocket },
  { name: "sockets lost, positions twice", show: (f) => `${f.dropped}, ${f.repeated}` },
  { name: "others' CPU, stolen, in cores", show: (f) => `${f.otherShare.toFixed(2)}, ${f.stolenShare.toFixed(2)}` },
  { name: "the sender itself was late, p99 ms", show: (f) => number(f.lateP99) },
];

/** Rows of figures, a column for each system; behind each figure its ratio to Socket.IO's. */
export function loadTable(results: readonly Result[]): Table {
  const rival = results.find(({ system }) => system === "socket-io");
  const head = ["", ...results.map(({ system }) => SYSTEM_LABEL[system])];
  const runs = ["runs (disturbed)", ...results.map(({ runs: all, disturbed }) => `${all} (${disturbed})`)];
  const body = ROWS.map(({ name, show, ratio }) => [
    name,
    ...results.map(({ figures }) => {
      const [own, other] = [ratio?.(figures) ?? null, rival ? (ratio?.(rival.figures) ?? null) : null];
      const share = own === null || other === null || other === 0 || figures === rival?.figures ? null : own / other;
      return share === null ? show(figures) : `${show(figures)} (${share.toFixed(2)})`;
    }),
  ]);
  return [head, ...body, runs];
}

export function loadTitle({ load }: Result): string {
  const { name, drivers, dispatchers, everyMs } = load;
  const rate = Math.round(updatesPerSecond(load)).toLocaleString("en");
  const each = `one position each ${everyMs / 1_000} s`;
  return `${name}: ${drivers.toLocaleString("en")} drivers and as many customers, ${dispatchers} dispatchers, ${each} (${rate} a second)`;
}

export function goalTable(goals: readonly Goal[]): Table {
  const rows = goals.map(({ id, what, unit, goal, measured, isMet }) => [
    id,
    what,
    withUnit(goal, unit),
    measured === null ? "not in this run" : withUnit(measured, unit),
    isMet === null ? "" : isMet ? "met" : "missed",
  ]);
  return [["", "goal", "wanted", "measured", ""], ...rows];
}

function withUnit(value: number, unit: Goal["unit"]): string {
  if (unit === "%") return percent(value / 100);
  const text = value.toFixed(Math.abs(value) >= 10 ? 0 : 2);
  if (unit === "$") return `$${text}`;
  return unit === "" ? text : `${text} ${unit}`;
}

function quantiles({ p50, p95, p99 }: Figures["customers"]): string {
  return [p50, p95, p99].map(number).join(" / ");
}

function number(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  return value >= 10 ? Math.round(value).toLocaleString("en") : value.toFixed(1);
}

/** Cut off, not rounded: of 99.96 % something is missing, and 100 % would not say so. */
function percent(share: number): string {
  return Number.isFinite(share) ? `${(Math.floor(share * 1_000) / 10).toFixed(1)} %` : "–";
}
