import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Cluster, deleteCluster, openCluster } from "../cluster.ts";
import { findPostgres } from "../postgres-binaries.ts";
import { commandLine, isAlive } from "../processes.ts";

const NAME = "chaos-postgres";
const POLL_MS = 50;

/** A cluster of this run's own, so that what is done to it hurts nobody else. Durable: it is going to be killed. */
export class ChaosPostgres {
  readonly #port: number;
  readonly #opened: [Cluster, ...Cluster[]];

  private constructor(port: number, cluster: Cluster) {
    this.#port = port;
    this.#opened = [cluster];
  }

  /** Begins with nothing; throws while another run uses it. */
  static async open(port: number): Promise<ChaosPostgres> {
    await deleteCluster(NAME);
    return new ChaosPostgres(port, await openCluster({ name: NAME, durable: true, port }));
  }

  get adminUrl(): string {
    return (this.#opened.at(-1) ?? this.#opened[0]).adminUrl;
  }

  get port(): number {
    return Number(new URL(this.adminUrl).port);
  }

  /** As `pg_ctl stop -m immediate`: no checkpoint, no goodbye; the next start has to recover. */
  async stop(): Promise<void> {
    const pid = postmaster();
    process.kill(pid, "SIGQUIT");
    while (isAlive(pid) && /postgres/.test(commandLine(pid))) await wait(POLL_MS);
  }

  async start(): Promise<void> {
    this.#opened.push(await openCluster({ name: NAME, durable: true, port: this.#port }));
  }

  /** It accepts connections and never answers: what a hanging disk looks like from outside. */
  freeze(): void {
    signal("SIGSTOP");
  }

  thaw(): void {
    signal("SIGCONT");
  }

  async release(): Promise<void> {
    for (const cluster of this.#opened) await cluster.release();
    await deleteCluster(NAME);
  }
}

function signal(name: "SIGSTOP" | "SIGCONT"): void {
  const pid = postmaster();
  // The postmaster first, so that no child is born that runs on.
  for (const each of [pid, ...childrenOf(pid)]) process.kill(each, name);
}

function postmaster(): number {
  const file = join(findPostgres().stateDir, NAME, "data", "postmaster.pid");
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : 0;
  if (!/postgres/.test(commandLine(pid))) throw new Error(`process ${pid} is not our Postgres`);
  return pid;
}

export function childrenOf(parent: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return rows.flatMap(([pid = 0, owner]) => (owner === parent ? [pid] : []));
}
