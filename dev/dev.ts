// `npm run dev`: database, Worker, UI, and a table of where to look.
import { type DevDatabase, openDevDatabase } from "./database.ts";
import { keepWorker } from "./kept-worker.ts";
import { messageOf } from "./message-of.ts";
import { DEFAULT_PORT, runtimeState } from "./paths.ts";
import { freePort, isFree } from "./ports.ts";
import { prettyLine } from "./pretty-log.ts";
import { printTable } from "./print-table.ts";
import { Shutdown } from "./shutdown.ts";
import { startDemoFleet } from "./sim-process.ts";
import { endLeftOver, startWorker, type WorkerProcess } from "./worker-process.ts";

/** Drivers who move at once, and for as long as this runs. */
const withFleet = process.env["SIM"] !== "0";
const started = performance.now();
const shutdown = new Shutdown();

const port = await choosePort();
const database = await openDevDatabase();
shutdown.add(() => database.release());
console.log(`Database ready: ${database.engine}. Starting the Worker and the pages…`);
const worker = await keepWorker(() => start(database), console.log).catch(giveUp);
shutdown.add(() => worker.stop());
printTable(worker.url, database);
console.log(`Ready in ${((performance.now() - started) / 1000).toFixed(1)} s. Ctrl-C stops it.`);
// Not before: what it needs takes a while to load.
const { startLiveDay } = await import("./day/live-day.ts");
shutdown.add(startLiveDay(worker.url));
if (withFleet) shutdown.add(startDemoFleet(worker.url));
await worker.over.catch(giveUp);

async function choosePort(): Promise<number> {
  const asked = Number(process.env["PORT"]) || undefined;
  const wanted = asked ?? DEFAULT_PORT;
  await endLeftOver(runName(wanted));
  if (await isFree(wanted)) return wanted;
  if (asked) {
    console.error(`Port ${asked} is busy. Free it, or choose another with PORT=.`);
    return shutdown.exit(1);
  }
  const free = await freePort(wanted + 1);
  await endLeftOver(runName(free));
  console.log(`Port ${wanted} is busy (another Doorstep, perhaps); using ${free}. PORT= chooses one.`);
  return free;
}

function onLine(line: string): void {
  const pretty = prettyLine(line, { debug: Boolean(process.env["DEBUG"]), fleet: withFleet });
  if (pretty !== undefined) console.log(pretty);
}

function start({ vars }: DevDatabase): Promise<WorkerProcess> {
  return startWorker({ port, vars, persistTo: runtimeState(port), name: runName(port), onLine });
}

function giveUp(error: unknown): Promise<never> {
  console.error(messageOf(error));
  return shutdown.exit(1);
}

function runName(of: number): string {
  return `dev-${of}`;
}
