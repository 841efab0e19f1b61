import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ROOT } from "./paths.ts";

const STOP_TIMEOUT_MS = 5_000;

/** Starts the small fleet of the demo beside the Worker, and answers how to end it. */
export function startDemoFleet(url: string): () => Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, "dev", "sim.ts"), "--demo", "--url", url], {
    cwd: ROOT,
    // The channel is how it learns that this command died.
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // A group of its own: Ctrl-C in the terminal reaches this command alone, which then ends what it started in order.
    detached: true,
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await Promise.race([exited, wait(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    child.kill("SIGKILL");
  };
}
