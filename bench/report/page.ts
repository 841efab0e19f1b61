import { monthlyBill } from "./bill.ts";
import { type Goal, hasSeenRows, longestCounted } from "./goals.ts";
import type { Result } from "./median.ts";
import { goalTable, loadTable, loadTitle, type Table } from "./table.ts";

export interface Measured {
  readonly results: readonly Result[];
  readonly goals: readonly Goal[];
  readonly machine: string;
  readonly day: string;
  readonly isQuick: boolean;
}

const INTRODUCTION = `# Benchmarks

\`npm run bench\` sends the same positions to three systems on one machine and writes this page. \`npm run bench -- --quick\`
takes two and a half minutes and only prints; add \`--write\` to write as well. The whole takes 24. It needs Linux and Redis
(\`sudo apt-get install -y redis-server\`).

- **Doorstep**: the trip and region objects of this repository, bundled and minified as a deploy does, in the runtime
  that production uses. Sign-in, limits and Postgres are left out: the benchmark's own entry opens the sockets, and its
  queue consumer confirms at once what Postgres would. Everything behind the upgrade is the product's own, with a row
  written before each acknowledgement. Its files are in memory: here all objects share one thread, which a disk holds up
  for everybody each time one of them is flushed; in production they share neither thread nor disk.
- **Doorstep, maps told every position**: the same, but the region asks for every position. As shipped it asks for one in
  15 s, because a map draws the dot onwards by speed and heading; so this column is the one to compare deliveries with.
- **Socket.IO × 2 + Redis**: the usual stack. Two processes, rooms, the Redis adapter, \`SET … EX 300\` for each position.
  It stores no history and acknowledges nothing.
- **bare ws**: one process that keeps nothing, which is as cheap as it gets in Node.

All check the same frame with the same schema. One process sends each position at its appointed time, whatever happens,
and hears everything; a latency is the time from the appointed moment to the arrival, on one clock. CPU is that of the
system's whole process tree, memory its proportional set size, bytes are read from the sockets. Systems take turns;
figures are medians of the runs that nobody disturbed (less than half a core of others, a tenth stolen, a sender at most
20 ms late), and the bracket behind a figure is its ratio to Socket.IO's under the same load. Compare ratios, not figures:
a machine drifts by a factor of two within hours. A driver who sends each second has called for help here, because
nobody else is shown so often.

![CPU per position and customers' latency, by system](images/bench.svg)
`;

const LIMITS = `## What this does not say

Loopback without TLS, and server and clients share the cores. The local runtime runs all objects in one thread, while
production gives each its own. CPU is counted in steps of 10 ms. The bill is a model from counted calls, rows and alarms
and two guessed durations; R2, queues, Postgres and the Worker's CPU are not in it.
`;

export function benchmarkPage(measured: Measured): string {
  const { results, goals, machine, day, isQuick } = measured;
  const kind = isQuick ? "a quick run, so expect a tenth up or down" : "a full run";
  const names = [...new Set(results.map(({ load }) => load.name))];
  const loads = names.map((name) => {
    const own = results.filter(({ load }) => load.name === name);
    const [first] = own;
    return first ? `### ${loadTitle(first)}\n\n${markdown(loadTable(own))}` : "";
  });
  return [
    INTRODUCTION,
    `## Figures\n\nOf ${day}: ${machine}; ${kind}.\n`,
    loads.join("\n\n"),
    `\n## Goals\n\n${markdown(goalTable(goals))}\n`,
    billText(results),
    LIMITS,
  ].join("\n");
}

function billText(results: readonly Result[]): string {
  const counted = longestCounted(results);
  const counters = counted && hasSeenRows(counted) ? counted.figures.perUpdate : null;
  if (!counters) return "";
  const { requests, rows, duration, total } = monthlyBill(counters);
  const [all, called, written, awake] = [total, requests, rows, duration].map((dollars) => `$${Math.round(dollars)}`);
  return `The bill of ${all} is ${called} for requests, ${written} for rows and ${awake} for time awake: ${perPosition(counters.regionCalls)} calls, ${perPosition(counters.rows)} rows and ${perPosition(counters.alarms)} alarms for each position.\n`;
}

function perPosition(count: number): string {
  return count.toFixed(3);
}

function markdown(table: Table): string {
  const [head = [], ...rows] = table;
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
