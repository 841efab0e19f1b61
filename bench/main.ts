// `npm run bench`: this system beside the usual stack and a bare socket server, on this machine.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "../dev/ports.ts";
import { descriptorLimit, machineName } from "./measure/machine.ts";
import { type Figures, figuresOf } from "./measure/figures.ts";
import { measure } from "./measure/run.ts";
import { type Part, planFor } from "./plan.ts";
import { goalsOf } from "./report/goals.ts";
import { type Result, summarise } from "./report/median.ts";
import { benchmarkPage } from "./report/page.ts";
import { benchmarkPicture } from "./report/picture.ts";
import { goalTable, loadTable, loadTitle, SYSTEM_LABEL } from "./report/table.ts";
import { alignedText } from "./report/terminal.ts";
import { buildWorker } from "./servers/build-worker.ts";
import { HOW_TO_GET_REDIS, REDIS } from "./systems/socket-io.ts";
import type { SystemName } from "./systems/system.ts";

const ROOT = join(import.meta.dirname, "..");
/** Each run takes the next ten: a runtime that is on its way out still answers on its port for a moment. */
const FIRST_PORT = 9_700;
const PORTS_PER_RUN = 10;
const RUNS_BEFORE_REUSE = 9;

const { values } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });
const isQuick = values.quick ?? false;
if (process.platform !== "linux") fail("The benchmark reads /proc: it runs on Linux only.");
if (!existsSync(REDIS)) fail(`The system to compare with needs Redis: ${HOW_TO_GET_REDIS}`);

let runCount = 0;
const dir = mkdtempSync(join(tmpdir(), "doorstep-bench-worker-"));
try {
  const script = buildWorker(dir);
  const results: Result[] = [];
  for (const part of planFor(isQuick, descriptorLimit())) {
    const own = await runPart(part, script);
    results.push(...own);
    const [first] = own;
    if (first) say(`\n${loadTitle(first)}\n${alignedText(loadTable(own))}\n`);
  }
  const goals = goalsOf(results);
  say(alignedText(goalTable(goals)));
  if (!isQuick || values.write) {
    const day = new Date().toISOString().slice(0, 10);
    writeFileSync(
      join(ROOT, "docs/benchmarks.md"),
      benchmarkPage({ results, goals, machine: machineName(), day, isQuick }),
    );
    writeFileSync(join(ROOT, "docs/images/bench.svg"), benchmarkPicture(results));
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
// Sockets that were ended still have timers.
process.exit(0);

/** Systems take turns, so that a busy minute hits all of them. */
async function runPart({ load, systems, rounds }: Part, script: string): Promise<Result[]> {
  const runs = new Map<SystemName, Figures[]>(systems.map((system) => [system, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const system of systems) {
      const port = await freePort(FIRST_PORT + (runCount++ % RUNS_BEFORE_REUSE) * PORTS_PER_RUN);
      const figures = figuresOf(await measure(system, load, { port, script }));
      runs.get(system)?.push(figures);
      const mark = figures.isDisturbed ? ", disturbed" : "";
      const cost = `${Math.round(figures.cpuPerUpdate)} µs a position`;
      say(`${load.name}, round ${round} of ${rounds}: ${SYSTEM_LABEL[system]}, ${cost}${mark}`);
    }
  }
  return [...runs].map(([system, figures]) => summarise(load, system, figures));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
