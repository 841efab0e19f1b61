import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "./ports.ts";
import { findPostgres, type PostgresHome } from "./postgres-binaries.ts";
import { commandLine, isAlive, Users, withLock } from "./processes.ts";

export interface Cluster {
  /** The superuser's connection string; development only, on the loopback interface, with a random password. */
  adminUrl: string;
  /** Gives the cluster back; it stops when nobody else uses it. */
  release: () => Promise<void>;
}

interface Options {
  name: string;
  /** false trades safety against a crash of the machine for speed: right for tests. */
  durable: boolean;
  port: number;
}

/** Recovery after a kill takes under a second on the demo's data; a loaded machine gets time. */
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
const UNSAFE_BUT_FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/**
 * A Postgres cluster of our own under .doorstep/, shared by every command that asks for it.
 * The server runs detached: a killed `npm run dev` cannot take it along half-written, and the next start finds it again.
 */
export async function openCluster(options: Options): Promise<Cluster> {
  const home = findPostgres();
  const dir = join(home.stateDir, options.name);
  const data = join(dir, "data");
  const users = new Users(join(dir, "users"));
  return withLock(dir, async () => {
    const password = existsSync(join(data, "PG_VERSION")) ? readPassword(dir) : initialise(home, dir);
    const port = (await running(data, password)) ?? (await start(home, dir, options));
    const use = users.join();
    const adminUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    const release = () => withLock(dir, async () => (users.leave(use) ? stop(home, data) : undefined));
    return { adminUrl, release };
  });
}

/** Deletes a cluster's data; refuses while somebody uses it. */
export async function deleteCluster(name: string): Promise<void> {
  const home = findPostgres();
  const dir = join(home.stateDir, name);
  await withLock(dir, async () => {
    const [user] = new Users(join(dir, "users")).living();
    if (user !== undefined) throw new Error(`the database is in use by process ${user}; stop it first`);
    if (livePid(join(dir, "data")) !== undefined) stop(home, join(dir, "data"));
    rmSync(join(dir, "data"), { recursive: true, force: true });
  });
}

function readPassword(dir: string): string {
  return readFileSync(join(dir, "password"), "utf8");
}

function initialise(home: PostgresHome, dir: string): string {
  const password = randomBytes(24).toString("base64url");
  // Made aside and moved into place when whole, so that an interrupted first start is simply done again.
  const data = join(dir, "data.new");
  const passwordFile = join(dir, "password");
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (home.user) for (const path of [data, passwordFile]) chownSync(path, home.user.uid, home.user.gid);
  const flags = ["--pgdata", data, "--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const result = spawnSync(home.bin("initdb"), [...flags, "--encoding=UTF8", "--locale=C", "--no-sync"], {
    ...home.user,
    cwd: dir,
    encoding: "utf8",
  });
  if (result.status !== 0) throw new Error(`initdb failed: ${result.error?.message ?? result.stderr}`);
  renameSync(data, join(dir, "data"));
  return password;
}

/** The port of a server that already runs on this data. */
async function running(data: string, password: string): Promise<number | undefined> {
  const pid = livePid(data);
  if (pid === undefined) return undefined;
  const port = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[3]);
  await untilReady(port, password, () => isAlive(pid));
  return port;
}

/** The server that runs on this data, after mending what a crash left behind. */
function livePid(data: string): number | undefined {
  const pid = readPid(data);
  if (pid === undefined || (isAlive(pid) && /postgres/.test(commandLine(pid)))) return pid;
  rmSync(join(data, "postmaster.pid"), { force: true }); // stale: its process died, or the number is somebody else's now
  return undefined;
}

function readPid(data: string): number | undefined {
  const file = join(data, "postmaster.pid");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) || undefined : undefined;
}

async function start(home: PostgresHome, dir: string, options: Options): Promise<number> {
  const port = await freePort(options.port);
  const logFile = join(dir, "postgres.log");
  const log = openSync(logFile, "w");
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    ...(options.durable ? [] : UNSAFE_BUT_FAST),
  ];
  const child = spawn(
    home.bin("postgres"),
    ["-D", join(dir, "data"), "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    { ...home.user, cwd: dir, detached: true, stdio: ["ignore", log, log] },
  );
  child.unref();
  closeSync(log);
  let failure = "";
  child.once("error", (error) => (failure = error.message));
  await untilReady(port, readPassword(dir), () => child.exitCode === null && failure === "").catch((cause: unknown) => {
    throw new Error(`Postgres did not start: ${failure || readFileSync(logFile, "utf8").slice(-2_000)}`, { cause });
  });
  return port;
}

async function untilReady(port: number, password: string, alive: () => boolean): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new Client({ host: "127.0.0.1", port, user: "postgres", password, database: "postgres" });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (!alive()) throw new Error("the server ended", { cause: error });
      if (performance.now() > deadline) throw error;
      await wait(POLL_MS);
    } finally {
      await client.end().catch(() => {}); // never connected: nothing to end
    }
  }
}

function stop(home: PostgresHome, data: string): void {
  const result = spawnSync(home.bin("pg_ctl"), ["stop", "-D", data, "-m", "fast", "-w"], {
    ...home.user,
    cwd: home.stateDir,
    encoding: "utf8",
  });
  if (result.status !== 0 && readPid(data) !== undefined) throw new Error(`Postgres did not stop: ${result.stderr}`);
}
