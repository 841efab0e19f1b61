import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A lock whose holder died is broken at once; one whose holder lives is waited for this long. */
const LOCK_TIMEOUT_MS = 60_000;
const LOCK_POLL_MS = 50;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The command line of a process, or "" when it is gone: a pid alone may have been given to somebody else. */
export function commandLine(pid: number): string {
  if (process.platform === "win32") return isAlive(pid) ? "unknown" : "";
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
}

/** One process at a time; the lock of a dead one is taken over. */
export async function withLock<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const file = join(dir, "lock");
  mkdirSync(dir, { recursive: true });
  const deadline = performance.now() + LOCK_TIMEOUT_MS;
  while (!tryLock(file)) {
    const holder = readPid(file);
    if (holder !== undefined && !isAlive(holder)) rmSync(file, { force: true });
    else if (performance.now() > deadline)
      throw new Error(`${file} is held by process ${holder}; end it or delete the file`);
    else await wait(LOCK_POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function readPid(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined; // released between our try and our look
  }
}

/** Who uses a shared server: one file per user, named by its process, so that the last one out can stop it. */
export class Users {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /** Returns the file that stands for this use. */
  join(): string {
    const file = join(this.#dir, `${process.pid}-${Math.round(performance.now() * 1000)}`);
    writeFileSync(file, "");
    return file;
  }

  /** Ends a use; true when nobody else is left. */
  leave(file: string): boolean {
    rmSync(file, { force: true });
    return this.living().length === 0;
  }

  /** The pids of living users; files of dead ones are swept. */
  living(): number[] {
    return readdirSync(this.#dir).flatMap((name) => {
      const pid = Number.parseInt(name, 10);
      if (isAlive(pid)) return [pid];
      rmSync(join(this.#dir, name), { force: true });
      return [];
    });
  }
}
