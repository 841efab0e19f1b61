import { setTimeout as wait } from "node:timers/promises";
import type { WorkerProcess } from "./worker-process.ts";

export interface Patience {
  /** How long one look may take, in milliseconds: wrangler holds requests while it builds, for seconds at most. */
  lookMs: number;
  /** Time between two looks, in milliseconds. */
  pauseMs: number;
  /** Looks without an answer, one after another, that make a runtime dead: 20 s and more, for machines that swap. */
  looks: number;
  /** Who dies this often does so for a reason that another start won't mend. */
  starts: number;
}

const PATIENCE: Patience = { lookMs: 4_000, pauseMs: 1_000, looks: 5, starts: 10 };

type Kept = Pick<WorkerProcess, "url" | "stop"> & {
  /** Settles when it is stopped; rejects when it can't be kept. */
  over: Promise<void>;
};

/**
 * A Worker that is started anew when its command ended or no longer answers: wrangler replaces a runtime that was killed
 * and says that it is ready, but one that lost both of its processes at once never answers again.
 */
export async function keepWorker(
  start: () => Promise<WorkerProcess>,
  say: (line: string) => void,
  patience = PATIENCE,
): Promise<Kept> {
  let worker = await start();
  const stopping = new AbortController();
  const keep = async () => {
    for (let starts = 1; starts <= patience.starts; starts++) {
      const trouble = await nextTrouble(worker, patience, stopping.signal);
      if (trouble === undefined) return;
      say(`The Worker's runtime ${trouble}. Starting it anew; nothing is lost.`);
      await worker.stop();
      worker = await start();
      say("The Worker answers again.");
    }
    throw new Error(`the Worker's runtime was started ${patience.starts} times and didn't stay`);
  };
  const over = keep();
  const stop = async () => {
    stopping.abort();
    await over.catch(() => undefined); // whoever waits for it has said so
    await worker.stop();
  };
  return { url: worker.url, stop, over };
}

async function nextTrouble(worker: WorkerProcess, patience: Patience, stopped: AbortSignal) {
  let code: number | undefined;
  void worker.exited.then((ended) => (code = ended));
  let silent = 0;
  while (!stopped.aborted) {
    silent = (await answers(worker.url, patience.lookMs)) ? 0 : silent + 1;
    if (stopped.aborted) return undefined;
    if (code !== undefined) return `ended (code ${code})`;
    if (silent >= patience.looks) return `didn't answer ${silent} times`;
    await wait(patience.pauseMs, undefined, { signal: stopped }).catch(() => undefined); // stopped: seen above
  }
  return undefined;
}

async function answers(url: string, withinMs: number): Promise<boolean> {
  const live = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(withinMs) }).catch(() => undefined); // dead
  await live?.body?.cancel();
  return live?.ok ?? false;
}
