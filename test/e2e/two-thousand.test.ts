import { beforeAll, expect, test } from "vitest";
import { DispatchPage } from "./pages/dispatch-page.ts";
import { type Visit, useBrowser } from "./support/browser.ts";
import { Fleet } from "./support/fleet.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { measurePage } from "./support/page-cost.ts";
import { signInWithNewPasskey } from "./support/passkey-holder.ts";
import { simulateRegion } from "./support/simulated-region.ts";

const { openForFile } = fromOwnAddress(useBrowser());
const VEHICLES = 2_000;
/** A slice. `WATCH_SECONDS=60` looks for a minute, on a machine that does nothing else, and then counts frames too. */
const SLICE_SECONDS = 10;
const watchSeconds = Number(process.env["WATCH_SECONDS"] ?? 0);
/** Beside other work a frame waits for its turn, which says nothing of the page. */
const FRAMES_PER_SECOND = watchSeconds > 0 ? 30 : 0;
const LONGEST_TASK_MS = watchSeconds > 0 ? 200 : Infinity;
/** A fifth of the time; the rest is for the reader. */
const SCRIPT_MS_PER_SECOND = 200;
const GROWTH_KIB = 4 * 1024;
/** What fits on the screen, and some above and below. */
const ROWS_MAX = 40;

let visit: Visit;
let desk: DispatchPage;

beforeAll(async () => {
  const fleet = await Fleet.found();
  visit = await openForFile({ viewport: { width: 1280, height: 800 } });
  await signInWithNewPasskey(visit.page, fleet.dispatcher);
  await simulateRegion(visit.page, VEHICLES);
  desk = new DispatchPage(visit.page);
  await desk.open();
  await desk.drawn();
});

test(`${VEHICLES} vehicles move and the page stays quick`, async () => {
  await expect.poll(() => desk.tab("All").innerText()).toContain(String(VEHICLES));
  expect(await desk.rows.count()).toBeLessThan(ROWS_MAX);
  const cost = await measurePage(visit.page, watchSeconds || SLICE_SECONDS);
  process.stdout.write(`${VEHICLES} vehicles: ${JSON.stringify(cost)}\n`);
  expect(cost.scriptMsPerSecond).toBeLessThan(SCRIPT_MS_PER_SECOND);
  expect(cost.mapDraws).toBe(0);
  expect(cost.grownKib).toBeLessThan(GROWTH_KIB);
  expect(cost.framesPerSecond).toBeGreaterThanOrEqual(FRAMES_PER_SECOND);
  expect(cost.longestTaskMs).toBeLessThanOrEqual(LONGEST_TASK_MS);
}, 240_000);

test("each of them can be found, chosen and followed", async () => {
  await desk.search.fill("Driver 1999");
  await expect.poll(() => desk.rows.count()).toBe(1);
  await desk.row("Driver 1999").click();
  await desk.marker.waitFor();
  const before = await desk.markerAt();
  await expect.poll(async () => JSON.stringify(await desk.markerAt())).not.toBe(JSON.stringify(before));
});
