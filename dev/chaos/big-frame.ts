import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import * as z from "zod";
import { openRaw } from "./socket-from.ts";

const BigFrame = z.strictObject({
  url: z.string(),
  protocols: z.array(z.string()),
  address: z.string(),
  bytes: z.int().min(1),
});
type BigFrame = z.infer<typeof BigFrame>;

const ANSWER_TIMEOUT_MS = 10_000;
export const NOTHING = "nothing";

/**
 * Sends one frame of so many bytes and says what came of it. In a thread of its own: to mask 33 MiB takes half a second, in
 * which whoever shares the thread hears no acknowledgement.
 */
export async function sendBigFrame(frame: BigFrame): Promise<string> {
  const thread = new Worker(new URL(import.meta.url), { workerData: frame });
  const [answer]: unknown[] = await once(thread, "message");
  await thread.terminate();
  return z.string().parse(answer);
}

async function answerTo({ url, protocols, address, bytes }: BigFrame): Promise<string> {
  const socket = openRaw(url, protocols, address);
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  await once(socket, "open", { signal });
  const closed = new Promise<string>((resolve) => {
    socket.addEventListener("close", ({ code }) => resolve(`closed ${code}`));
  });
  const told = new Promise<string>((resolve) => {
    socket.addEventListener("message", () => resolve("told"));
  });
  const silent = once(signal, "abort").then(() => NOTHING);
  socket.send(JSON.stringify({ type: "clock", t0: "x".repeat(bytes) }));
  const answer = await Promise.race([closed, told, silent]);
  socket.close();
  return answer;
}

if (!isMainThread) parentPort?.postMessage(await answerTo(BigFrame.parse(workerData)));
