import { signal } from "@preact/signals";
import { type DemoWindow, getDemo } from "../../../protocol/api/demo-window.ts";
import { exchange } from "../../shared/api-exchange.ts";

/** A phone speaks each five seconds, and what it says shall be seen while it is news. */
const ASK_EACH_MS = 2_000;

/** The trip that the simulation shows; null until there is one, and after it. */
export function createDemoWatch() {
  const demo = signal<DemoWindow | null>(null);

  async function ask(): Promise<void> {
    const answer = await exchange(getDemo, {}, null);
    // Without an answer what was shown last stands: each part of it says how old it is.
    if (answer.ok) demo.value = answer.value.demo;
  }

  /** Asks while somebody looks at the page. The answer ends it. */
  function start(): () => void {
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const next = async (): Promise<void> => {
      if (!document.hidden) await ask();
      if (!isOver) timer = setTimeout(() => void next(), ASK_EACH_MS);
    };
    void next();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }

  return { demo, start };
}
