import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const SERVERS = join(import.meta.dirname, "../servers");
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

export interface ServerProcess {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Runs one of our servers until it says that it is ready. */
export async function startServer(file: string, args: readonly string[]): Promise<ServerProcess> {
  return startProcess([process.execPath, join(SERVERS, file), ...args], "ready");
}

/** Waits for a line that holds `sign`; whatever the process says before is shown if it ends too early. */
export async function startProcess([program = "", ...args]: string[], sign: string): Promise<ServerProcess> {
  // Its input ends with this process, which tells it to end too, even when nobody can send a signal any more.
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  // A process that ends cuts this pipe; that it ended is seen below.
  child.stdin.on("error", () => undefined);
  const { pid } = child;
  const said: string[] = [];
  const exited = once(child, "exit");
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${program} ${args[0]} is not ready`)), READY_TIMEOUT_MS);
    const hear = (line: string) => {
      said.push(line);
      if (line.includes(sign)) resolve();
    };
    createInterface(child.stdout).on("line", hear);
    createInterface(child.stderr).on("line", hear);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code}:\n${said.join("\n")}`)));
    void exited.finally(() => clearTimeout(timer));
    child.once("spawn", () => timer.unref());
  });
  if (pid === undefined) throw new Error(`${program} has no process`);
  return { pid, stop: async () => stop(child, exited) };
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const stubborn = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  child.kill("SIGTERM");
  await exited;
  clearTimeout(stubborn);
}
