import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "./support/browser.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { Round } from "./support/round.ts";

const { open } = fromOwnAddress(useBrowser());
/** A phone at the edge of its cell: 1.6 Mbit/s, and 150 ms for each question. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
/** The page waits for its styles, so for two answers in a row; one of a few bytes is painted after the first. */
const TIMES_A_BARE_ANSWER = 5;
/** A machine that is busy once is not busy each time. */
const TRIES = 3;
/** Page, styles and scripts together: 0.2 s at this speed. */
const BYTES_BEFORE_PAINT = 40_000;
const MAP_FILES = /maplibre|vehicle-map|\/tiles\//;

async function soonestPaint(page: Page, path: string): Promise<number> {
  const paints: number[] = [];
  for (let tries = 0; tries < TRIES; tries++) {
    await page.goto(path);
    const paint = await page.waitForFunction(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    );
    paints.push((await paint.jsonValue()) ?? Infinity);
  }
  return Math.min(...paints);
}

test("on a slow network the time of arrival is painted before anything of the map is asked for", async () => {
  const round = await Round.of(4);
  const parcel = await round.parcel();
  const { page } = await open();
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", SLOW);
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  const bareMs = await soonestPaint(page, "/health/live");
  const paintMs = await soonestPaint(page, parcel.path);
  await page.locator("html[data-page=ready]").waitFor();
  const before = await page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity;
    const asked = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const timed = asked.filter((entry) => entry instanceof PerformanceResourceTiming);
    const early = timed.filter(({ responseEnd }) => responseEnd <= paint);
    return early.map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize }));
  });
  const bytes = before.reduce((sum, file) => sum + file.bytes, 0);
  process.stdout.write(
    `tracking page: first paint after ${Math.round(paintMs)} ms, ${bytes} bytes before it; a bare answer's after ${Math.round(bareMs)} ms\n`,
  );
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThan(BYTES_BEFORE_PAINT);
  expect(before.filter(({ name }) => MAP_FILES.test(name))).toEqual([]);
  expect(paintMs).toBeLessThan(bareMs * TIMES_A_BARE_ANSWER);
});
