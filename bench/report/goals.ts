import type { SystemName } from "../systems/system.ts";
import { updatesPerSecond } from "../load/load.ts";
import { monthlyBill } from "./bill.ts";
import type { Result } from "./median.ts";

interface Wanted {
  readonly id: string;
  readonly what: string;
  /** A bare `×` is a share of what Socket.IO takes under the same load. */
  readonly unit: "×" | "ms" | "%" | "KB" | "$" | "";
  readonly goal: number;
  readonly measured: number | null;
}
export type Goal = Wanted & { readonly isMet: boolean | null };

/** What a region gathers before it tells, in milliseconds; the longer window is for more than 1,000 drivers. */
const WINDOW_MS = 100;
const CROWDED_WINDOW_MS = 250;
const CROWDED_DRIVERS = 1_000;
/** For the network and the machine. */
const WINDOW_SLACK_MS = 20;
const MANY_PER_SECOND = 1_500;
const ROWS_WINDOW_MS = 60_000;
const PERCENT = 100;

/** Everything that is wanted, with what this run says about it. */
export function goalsOf(results: readonly Result[]): Goal[] {
  return [...productGoals(results), ...mapGoals(results)]
    .toSorted((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }))
    .map((wanted) => ({ ...wanted, isMet: isMet(wanted) }));
}

/** As shipped. */
function productGoals(results: readonly Result[]): Wanted[] {
  const shipped = results.filter(({ system }) => system === "doorstep");
  const many = shipped.find(({ load }) => updatesPerSecond(load) >= MANY_PER_SECOND);
  return [
    ...fleetGoals(shipped[0], results),
    { id: "P9", what: "delivered at 2,000 a second", unit: "%", goal: PERCENT, measured: delivered(many) },
    ...countedGoals(longestCounted(results)),
  ];
}

function fleetGoals(fleet: Result | undefined, results: readonly Result[]): Wanted[] {
  const rival = fleet && rivalOf(results, fleet);
  const { customers, dispatchers, kbPerSocket = null } = fleet?.figures ?? {};
  const windowMs = (fleet?.load.drivers ?? 0) > CROWDED_DRIVERS ? CROWDED_WINDOW_MS : WINDOW_MS;
  const customersShare = divided(customers?.p99, rival?.figures.customers.p99);
  return [
    {
      id: "P1",
      what: "CPU per position, 5 maps, one each 5 s",
      unit: "×",
      goal: 0.4,
      measured: cpuRatio(fleet, rival),
    },
    { id: "P7", what: "customers' p99", unit: "×", goal: 0.5, measured: customersShare },
    {
      id: "P8",
      what: "dispatchers' p99",
      unit: "ms",
      goal: windowMs + WINDOW_SLACK_MS,
      measured: dispatchers?.p99 ?? null,
    },
    { id: "P10", what: "memory per socket and its trip", unit: "KB", goal: 80, measured: kbPerSocket },
  ];
}

function countedGoals(counted: Result | undefined): Wanted[] {
  const { regionCalls = null } = counted?.figures.perUpdate ?? {};
  const written = counted && hasSeenRows(counted) ? counted.figures.perUpdate : null;
  const rows = written && written.rows;
  const bill = written && monthlyBill(written).total;
  return [
    { id: "P11", what: "calls per position, watched", unit: "", goal: 0.35, measured: regionCalls },
    { id: "P11", what: "rows per position", unit: "", goal: 0.05, measured: rows },
    { id: "P12", what: "modelled bill, 10,000 drivers a month", unit: "$", goal: 150, measured: bill },
  ];
}

/** With every position told to every map, as the systems compared do. */
function mapGoals(results: readonly Result[]): Wanted[] {
  const all = results
    .filter(({ system }) => system === "doorstep-all")
    .toSorted((a, b) => a.load.dispatchers - b.load.dispatchers);
  const [fewest, most] = [all[0], all.at(-1)];
  const rival = most && rivalOf(results, most);
  const growth = fewest === most ? null : cpuRatio(most, fewest);
  const maps = most?.load.dispatchers ?? 0;
  return [
    { id: "P3", what: `CPU per position with ${maps} maps, to that with one`, unit: "", goal: 1.1, measured: growth },
    { id: "P4", what: `CPU per position with ${maps} maps`, unit: "×", goal: 0.25, measured: cpuRatio(most, rival) },
    {
      id: "P6",
      what: "bytes per position to a map",
      unit: "×",
      goal: 0.11,
      measured: divided(most?.figures.dispatcherBytes, rival?.figures.dispatcherBytes),
    },
  ];
}

/** Chunks are written each half minute: a shorter look would call them free. */
export function hasSeenRows({ load }: Result): boolean {
  return load.windowMs >= ROWS_WINDOW_MS;
}

/** What is written now and then is only counted right by a run that is long enough. */
export function longestCounted(results: readonly Result[]): Result | undefined {
  return results.filter(({ system }) => system === "doorstep").toSorted((a, b) => b.load.windowMs - a.load.windowMs)[0];
}

function rivalOf(results: readonly Result[], { load }: Result): Result | undefined {
  const rival: SystemName = "socket-io";
  return results.find((one) => one.system === rival && one.load.name === load.name);
}

function cpuRatio(own: Result | undefined, other: Result | undefined): number | null {
  return divided(own?.figures.cpuPerUpdate, other?.figures.cpuPerUpdate);
}

function delivered(result: Result | undefined): number | null {
  if (!result) return null;
  return Math.min(result.figures.customersDelivered, result.figures.dispatchersDelivered) * PERCENT;
}

function isMet({ unit, goal, measured }: Wanted): boolean | null {
  if (measured === null) return null;
  return unit === "%" ? measured >= goal : measured <= goal;
}

function divided(a: number | null | undefined, b: number | null | undefined): number | null {
  return a === null || a === undefined || !b ? null : a / b;
}
