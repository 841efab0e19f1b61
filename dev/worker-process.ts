import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { quoted } from "./dev-vars.ts";
import { ROOT, STATE_DIR } from "./paths.ts";
import { commandLine, isAlive } from "./processes.ts";

/** A first start builds the UI and the Worker; on two busy cores that takes up to half a minute. */
const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 5_000;
const POLL_MS = 100;
const WRANGLER = join(ROOT, "node_modules", "wrangler", "bin", "wrangler.js");

export interface WorkerOptions {
  port: number;
  /** Handed over in a file that only this user can read: a command line would show them to everybody. */
  vars: Record<string, string>;
  /** Where the objects, files and queues of this run are kept. */
  persistTo: string;
  /** Names the run, so that the next start finds and ends what a killed one left. */
  name: string;
  onLine: (line: string) => void;
}

export interface WorkerProcess {
  url: string;
  pid: number;
  exited: Promise<number>;
  stop: () => Promise<void>;
}

/** Starts `wrangler dev` and waits until it answers. */
export async function startWorker(options: WorkerOptions): Promise<WorkerProcess> {
  const pidFile = pidFileOf(options.name);
  mkdirSync(STATE_DIR, { recursive: true });
  const varsFile = join(STATE_DIR, `${options.name}.vars`);
  const lines = Object.entries(options.vars).map(([name, value]) => quoted(name, value));
  writeFileSync(varsFile, lines.join("\n"), { mode: 0o600 });
  const flags = [`--port=${options.port}`, `--persist-to=${options.persistTo}`, `--env-file=${varsFile}`];
  const child = spawn(
    process.execPath,
    [WRANGLER, "dev", ...flags, "--show-interactive-dev-session=false"],
    // A group of its own: Ctrl-C in the terminal reaches this command alone, which then stops the group in order.
    { cwd: ROOT, detached: true, stdio: ["ignore", "pipe", "pipe"] },
  );
  writeFileSync(pidFile, `${process.pid} ${child.pid}`);
  for (const stream of [child.stdout, child.stderr]) readLines(stream, options.onLine);
  const exited = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  const url = `http://localhost:${options.port}`;
  const stop = async () => {
    await endGroup(child.pid ?? 0);
    for (const file of [pidFile, varsFile]) rmSync(file, { force: true });
  };
  await untilAnswering(url, child).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, pid: child.pid ?? 0, exited, stop };
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error("wrangler ended before it answered; its lines above say why");
    const live = await fetch(`${url}/health/live`).catch(() => undefined); // not listening yet
    if (live?.ok) return;
    await wait(POLL_MS);
  }
  throw new Error(`no answer from ${url} within ${READY_TIMEOUT_MS / 1000} s`);
}

function pidFileOf(name: string): string {
  return join(STATE_DIR, `${name}.pid`);
}

/** Ends a Worker whose command was killed before it could: only if that command is dead and the process really ours. */
export async function endLeftOver(name: string): Promise<void> {
  const pidFile = pidFileOf(name);
  if (!existsSync(pidFile)) return;
  const [owner = 0, pid = 0] = readFileSync(pidFile, "utf8").split(" ").map(Number);
  if (isAlive(owner) && commandLine(owner).includes("node")) return;
  if (commandLine(pid).includes(WRANGLER)) await endGroup(pid);
  rmSync(pidFile, { force: true });
}

async function endGroup(pid: number): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(process.platform === "win32" ? pid : -pid, name);
    } catch {
      // The group is gone already.
    }
  };
  const gone = () => !isAlive(pid);
  signal("SIGTERM");
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (!gone() && performance.now() < deadline) await wait(POLL_MS);
  signal("SIGKILL"); // stragglers of the group; a no-op when it is empty
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
}
