import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import { keepWorker } from "../../../dev/kept-worker.ts";
import { messageOf } from "../../../dev/message-of.ts";
import { freePort } from "../../../dev/ports.ts";
import type { WorkerProcess } from "../../../dev/worker-process.ts";

const PATIENCE = { lookMs: 500, pauseMs: 10, looks: 2, starts: 3 };
const FIRST_PORT = 9_400;
const SERVER = `require("node:http").createServer((_, to) => to.end()).listen(Number(process.argv[1]), () => console.log("up"))`;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A process of its own that listens, as the runtime does. */
async function startServer(): Promise<WorkerProcess> {
  const port = await freePort(FIRST_PORT);
  const child = spawn(process.execPath, ["-e", SERVER, String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  children.push(child);
  const exited = once(child, "exit").then(([code]) => Number(code ?? 1));
  const stop = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  return { url: `http://localhost:${port}`, pid: child.pid ?? 0, exited, stop };
}

async function keep() {
  const said: string[] = [];
  let heard: (() => void) | undefined;
  const kept = await keepWorker(
    startServer,
    (line) => {
      said.push(line);
      heard?.();
    },
    PATIENCE,
  );
  const until = (line: string) =>
    new Promise<void>((resolve) => {
      heard = () => (said.includes(line) ? resolve() : undefined);
      heard();
    });
  return { kept, said, until };
}

test("a runtime that listens and never answers is ended and started anew", async () => {
  const { kept, said, until } = await keep();
  children[0]?.kill("SIGSTOP");
  await until("The Worker answers again.");
  expect(said[0]).toBe("The Worker's runtime didn't answer 2 times. Starting it anew; nothing is lost.");
  expect(children.map(({ signalCode }) => signalCode)).toEqual(["SIGKILL", null]);
  await kept.stop();
  await kept.over;
  expect(children[1]?.signalCode).toBe("SIGKILL");
});

test("a runtime that ended is started anew, until it is clear that it won't stay", async () => {
  const { kept, said } = await keep();
  const given = kept.over.catch(messageOf);
  for (let start = 0; start < PATIENCE.starts; start++) {
    await vi.waitFor(() => expect(children).toHaveLength(start + 1));
    children[start]?.kill("SIGKILL");
  }
  expect(await given).toBe("the Worker's runtime was started 3 times and didn't stay");
  expect(said.filter((line) => line.startsWith("The Worker's runtime ended"))).toHaveLength(3);
});
