import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { quoted } from "../dev-vars.ts";
import { ROOT } from "../paths.ts";
import { commandLine } from "../processes.ts";
import { childrenOf } from "./postgres.ts";

const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 4_000;
const POLL_MS = 50;
const WRANGLER = join(ROOT, "node_modules", "wrangler", "bin", "wrangler.js");

type Settings = Readonly<Record<string, string>>;

export interface RuntimeOptions {
  readonly port: number;
  readonly vars: Readonly<Record<string, string>>;
  /** Others, which wrangler.toml does not name: a file of variables is read for those alone that it does. No secrets. */
  readonly settings: Settings;
  /** Holds the objects, the secrets of this run, and what the runtime prints. */
  readonly dir: string;
}

/** `wrangler dev` in a process group of its own, and ways to end it that it did not choose. */
export class Runtime {
  readonly url: string;
  readonly #options: RuntimeOptions;
  /** On top of the options', for a while. */
  #settings: Settings = {};
  #child: ChildProcess;

  private constructor(options: RuntimeOptions) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
    this.#child = spawnWrangler(options, options.settings);
  }

  static async start(options: RuntimeOptions): Promise<Runtime> {
    const lines = Object.entries(options.vars).map(([name, value]) => quoted(name, value));
    writeFileSync(varsFile(options), lines.join("\n"), { mode: 0o600 });
    const runtime = new Runtime(options);
    await runtime.ready();
    return runtime;
  }

  /** Where the objects' disks are. */
  get stateDir(): string {
    return stateDir(this.#options);
  }

  /** What runs our code dies; what listens on the port stays, and starts another one. */
  killWorker(): void {
    for (const pid of this.#workers()) process.kill(pid, "SIGKILL");
  }

  /** Everything dies at once, as by a power cut. */
  async killAll(): Promise<void> {
    await this.#end("SIGKILL");
    this.#child = spawnWrangler(this.#options, { ...this.#options.settings, ...this.#settings });
  }

  /** Begins anew with these on top of its own, as after a deploy; with none, as it was. */
  async restart(settings: Settings): Promise<void> {
    this.#settings = settings;
    await this.killAll();
    await this.ready();
  }

  /** Who runs our code now. */
  workerPids(): readonly number[] {
    return this.#workers();
  }

  /** Nobody died meanwhile. */
  isSame(pids: readonly number[]): boolean {
    return this.#workers().join() === pids.join();
  }

  /** What those who run our code hold in memory. */
  residentMib(): number {
    const kib = this.#workers().map((pid) => Number(spawnSync("ps", ["-o", "rss=", "-p", String(pid)]).stdout));
    return Math.round(kib.reduce((sum, one) => sum + one, 0) / 1024);
  }

  /** In order, for so long; a thousand sockets are more than it wants to wait for. */
  async stop(): Promise<void> {
    await Promise.race([this.#end("SIGTERM"), wait(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    await this.#end("SIGKILL");
  }

  async ready(): Promise<void> {
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (performance.now() < deadline) {
      if (this.#child.exitCode !== null) throw new Error(`wrangler ended; ${logFile(this.#options.dir)} says why`);
      // Nothing answers while it is down, and what answers slowly is not up.
      const live = await fetch(`${this.url}/health/live`, { signal: AbortSignal.timeout(1_000) }).catch(
        () => undefined,
      );
      if (live?.ok) return;
      await wait(POLL_MS);
    }
    throw new Error(`no answer from ${this.url} within ${READY_TIMEOUT_MS / 1_000} s`);
  }

  #workers(): number[] {
    return workersOf(this.#child.pid ?? 0, this.#options.port);
  }

  async #end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    process.kill(-(child.pid ?? 0), signal);
    await gone;
  }
}

function spawnWrangler(options: RuntimeOptions, settings: Settings): ChildProcess {
  const log = openSync(logFile(options.dir), "a");
  const flags = [`--port=${options.port}`, `--persist-to=${stateDir(options)}`, "--inspector-port=0"];
  const more = Object.entries(settings).map(([name, value]) => `--var=${name}:${value}`);
  return spawn(
    process.execPath,
    [WRANGLER, "dev", ...flags, ...more, `--env-file=${varsFile(options)}`, "--show-interactive-dev-session=false"],
    { cwd: ROOT, detached: true, stdio: ["ignore", log, log] },
  );
}

function stateDir({ dir }: RuntimeOptions): string {
  return join(dir, "state");
}

function varsFile({ dir }: RuntimeOptions): string {
  return join(dir, "chaos.vars");
}

export function logFile(dir: string): string {
  return join(dir, "runtime.log");
}

/** Of wrangler's two workerd processes, the one that listens on the port passes requests on; the other one runs our code. */
export function workersOf(wrangler: number, port: number): number[] {
  const all = descendantsOf(wrangler).filter((pid) => / serve /.test(commandLine(pid)));
  const proxy = all.filter((pid) => commandLine(pid).includes(`:${port}`));
  const workers = all.filter((pid) => !proxy.includes(pid));
  if (workers.length === 0) throw new Error("no workerd to kill");
  return workers;
}

function descendantsOf(pid: number): number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendantsOf)];
}
