import type { CDPSession, Page } from "playwright-core";

/** What a page costs while it is left alone for some time. */
export interface PageCost {
  readonly framesPerSecond: number;
  /** Of the processor, for all of the browser: painting without a graphics card is done by it too. */
  readonly cpuMsPerSecond: number;
  /** Of the page's own script. */
  readonly scriptMsPerSecond: number;
  readonly longestTaskMs: number;
  /** Times that the map itself drew something, below the vehicles: each costs as much as ten frames of theirs. */
  readonly mapDraws: number;
  readonly grownKib: number;
}

const KIB = 1024;
const SECOND_MS = 1000;

export async function measurePage(page: Page, seconds: number): Promise<PageCost> {
  const browser = page.context().browser();
  if (!browser) throw new Error("The page has no browser of its own");
  const [whole, own] = [await browser.newBrowserCDPSession(), await page.context().newCDPSession(page)];
  await own.send("Performance.enable");
  const before = await usage(whole, own);
  const counted = await page.evaluate(countFrames, seconds);
  const after = await usage(whole, own);
  await Promise.all([whole.detach(), own.detach()]);
  return {
    ...counted,
    cpuMsPerSecond: ((after.cpuSeconds - before.cpuSeconds) * SECOND_MS) / seconds,
    scriptMsPerSecond: ((after.scriptSeconds - before.scriptSeconds) * SECOND_MS) / seconds,
    grownKib: after.heapKib - before.heapKib,
  };
}

async function usage(whole: CDPSession, own: CDPSession) {
  await own.send("HeapProfiler.collectGarbage");
  const { usedSize } = await own.send("Runtime.getHeapUsage");
  const { metrics } = await own.send("Performance.getMetrics");
  const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
  return {
    cpuSeconds: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    scriptSeconds: metrics.find(({ name }) => name === "ScriptDuration")?.value ?? Number.NaN,
    heapKib: usedSize / KIB,
  };
}

/** Runs in the page. */
function countFrames(seconds: number): Promise<Pick<PageCost, "framesPerSecond" | "longestTaskMs" | "mapDraws">> {
  return new Promise((resolve) => {
    let [frames, longestTaskMs, mapDraws] = [0, 0, 0];
    const map = document.querySelector<HTMLCanvasElement>("canvas.maplibregl-canvas")?.getContext("webgl2");
    if (!map) throw new Error("The page shows no map");
    const draw = map.drawElements.bind(map);
    map.drawElements = (...of) => {
      mapDraws++;
      draw(...of);
    };
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
    });
    observer.observe({ type: "longtask" });
    const began = performance.now();
    const count = (): void => {
      frames++;
      const took = performance.now() - began;
      if (took < seconds * 1000) {
        requestAnimationFrame(count);
        return;
      }
      observer.disconnect();
      map.drawElements = draw;
      resolve({ framesPerSecond: (frames * 1000) / took, longestTaskMs, mapDraws });
    };
    requestAnimationFrame(count);
  });
}
