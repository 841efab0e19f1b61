import { expect, test } from "vitest";
import { useBrowser } from "./support/browser.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { Round } from "./support/round.ts";

const { open } = fromOwnAddress(useBrowser());
/** A phone at the edge of its cell: 1.6 Mbit/s, and 150 ms for each question. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
/** One second is the aim; a machine whose two cores are both busy takes as long again. */
const PAINT_MS = 2_000;
/** Page, styles and scripts together: 0.2 s at this speed. */
const BYTES_BEFORE_PAINT = 40_000;
const MAP_FILES = /maplibre|live-map|\/tiles\//;

test("on a slow network the time of arrival is painted before anything of the map is asked for", async () => {
  const round = await Round.of(4);
  const parcel = await round.parcel();
  const { page } = await open();
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", SLOW);
  await page.goto(parcel.path);
  await page.locator("html[data-page=ready]").waitFor();
  const { paintMs, before } = await page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity;
    const asked = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const timed = asked.filter((entry) => entry instanceof PerformanceResourceTiming);
    const early = timed.filter(({ responseEnd }) => responseEnd <= paint);
    return { paintMs: paint, before: early.map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize })) };
  });
  const bytes = before.reduce((sum, file) => sum + file.bytes, 0);
  process.stdout.write(`tracking page: first paint after ${Math.round(paintMs)} ms, ${bytes} bytes before it\n`);
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThan(BYTES_BEFORE_PAINT);
  expect(before.filter(({ name }) => MAP_FILES.test(name))).toEqual([]);
  expect(paintMs).toBeLessThan(PAINT_MS);
});
