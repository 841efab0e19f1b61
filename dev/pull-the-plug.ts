// `npm run pull-the-plug`: kills the runtime, the database or the whole command at random moments, ten times, and starts
// again each time, or waits until the command has mended itself. Proves that a start heals whatever it finds and that what
// was stored is still there.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomInt, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { ROOT } from "./paths.ts";
import { freePort } from "./ports.ts";
import { commandLine, isAlive } from "./processes.ts";

const ROUNDS = 10;
const FIRST_PORT = 8_987;
const READY_TIMEOUT_MS = 120_000;
const POLL_MS = 100;
/** The blow falls anywhere between start-up and a while after. */
const LONGEST_WAIT_MS = 8_000;
const READABLE_BY_POSTGRES = 0o711;

/** `workers`: both processes that run the Worker, behind the back of the command that watches them. */
type Victim = "workers" | "runtime" | "database" | "command";
const VICTIMS: readonly Victim[] = ["workers", "runtime", "database", "command"];

const state = mkdtempSync(join(tmpdir(), "doorstep-plug-"));
chmodSync(state, READABLE_BY_POSTGRES);
const port = await freePort(FIRST_PORT);
const stored: string[] = [];
let child = start();
try {
  await untilReady();
  for (let round = 1; round <= ROUNDS; round++) {
    await store(randomUUID());
    const victim = VICTIMS[(round - 1) % VICTIMS.length] ?? "command";
    await wait(randomInt(LONGEST_WAIT_MS));
    kill(victim);
    const began = performance.now();
    if (victim !== "workers") await startAgain();
    await untilReady();
    await checkStored();
    console.log(
      `${round}. ${victim} killed: up again in ${((performance.now() - began) / 1000).toFixed(1)} s, ${stored.length} of ${stored.length} rows there`,
    );
  }
  console.log(`${ROUNDS} of ${ROUNDS} starts came up, nothing lost.`);
} finally {
  child.kill("SIGTERM");
  await gone(child);
  rmSync(state, { recursive: true, force: true });
}

/** The command itself is ended too, as a person would, whatever was killed. */
async function startAgain(): Promise<void> {
  child.kill("SIGTERM");
  await gone(child);
  child = start();
}

function start(): ChildProcess {
  return spawn(process.execPath, [join(ROOT, "dev", "bootstrap.mjs"), "dev"], {
    stdio: "ignore",
    env: { ...process.env, DOORSTEP_STATE: state, PORT: String(port), SIM: "0" },
  });
}

async function untilReady(): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const health = await fetch(`http://localhost:${port}/health`).catch(() => undefined); // not up yet
    const body: unknown = await health?.json();
    if (typeof body === "object" && body !== null && "status" in body && body.status === "ok") return;
    if (child.exitCode !== null) throw new Error(`the command ended with ${child.exitCode}`);
    await wait(POLL_MS);
  }
  throw new Error(`not ready within ${READY_TIMEOUT_MS / 1000} s`);
}

function kill(victim: Victim): void {
  if (victim === "command") child.kill("SIGKILL");
  else for (const pid of pidsOf(victim)) process.kill(pid, "SIGKILL");
}

function pidsOf(victim: Exclude<Victim, "command">): number[] {
  if (victim === "database") {
    const pid = Number.parseInt(readFileSync(join(state, "postgres", "data", "postmaster.pid"), "utf8"), 10);
    return [ours(pid, "postgres")];
  }
  const group = ours(Number(readFileSync(join(state, `dev-${port}.pid`), "utf8").split(" ")[1]), "wrangler");
  if (victim === "runtime") return [-group];
  const all = spawnSync("ps", ["-eo", "pid=,pgid=,command="], { encoding: "utf8" }).stdout.split("\n");
  return all
    .map((line) => line.trim().split(/\s+/))
    .filter(([, of, command]) => Number(of) === group && command?.endsWith("workerd"))
    .map(([pid]) => Number(pid));
}

/** The number of a process, if it is one that this run started. */
function ours(pid: number, program: string): number {
  if (!commandLine(pid).includes(program)) throw new Error(`process ${pid} is not ours`);
  return pid;
}

async function gone(process: ChildProcess): Promise<void> {
  const ended = () => process.exitCode !== null || process.signalCode !== null || !isAlive(process.pid ?? 0);
  while (!ended()) await wait(POLL_MS);
}

async function query(text: string, values: unknown[]): Promise<number> {
  const url = /^DATABASE_URL='(.*)'$/m.exec(readFileSync(join(state, ".dev.vars"), "utf8"))?.[1];
  const client = new Client({ connectionString: url ?? "" });
  await client.connect();
  try {
    return (await client.query(text, values)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function store(id: string): Promise<void> {
  await query("INSERT INTO dead_letters (queue, message_id, body, error) VALUES ('plug', $1, '{}', 'marker')", [id]);
  stored.push(id);
}

async function checkStored(): Promise<void> {
  const found = await query("SELECT 1 FROM dead_letters WHERE queue = 'plug' AND message_id = ANY($1)", [stored]);
  if (found !== stored.length) throw new Error(`${stored.length - found} rows were lost`);
}
