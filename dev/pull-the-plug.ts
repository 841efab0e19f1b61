// `npm run pull-the-plug`: kills the runtime, the database or the whole command at random moments, ten times, and starts
// again each time. Proves that a start heals whatever it finds and that what was stored is still there.
import { type ChildProcess, spawn } from "node:child_process";
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

type Victim = "runtime" | "database" | "command";
const VICTIMS: readonly Victim[] = ["runtime", "database", "command"];

const state = mkdtempSync(join(tmpdir(), "doorstep-plug-"));
chmodSync(state, READABLE_BY_POSTGRES);
const port = await freePort(FIRST_PORT);
const stored: string[] = [];
let child = start();
try {
  await untilReady();
  for (let round = 1; round <= ROUNDS; round++) {
    await store(randomUUID());
    const victim = VICTIMS[randomInt(VICTIMS.length)] ?? "command";
    await wait(randomInt(LONGEST_WAIT_MS));
    kill(victim);
    // The command itself is ended too, as a person would, whatever was killed.
    child.kill("SIGTERM");
    await gone(child);
    const began = performance.now();
    child = start();
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
  if (victim === "command") {
    child.kill("SIGKILL");
    return;
  }
  const pid =
    victim === "database"
      ? Number.parseInt(readFileSync(join(state, "postgres", "data", "postmaster.pid"), "utf8"), 10)
      : Number(readFileSync(join(state, `dev-${port}.pid`), "utf8").split(" ")[1]);
  if (!/postgres|wrangler/.test(commandLine(pid))) throw new Error(`process ${pid} is not ours`);
  process.kill(victim === "runtime" ? -pid : pid, "SIGKILL");
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
