import type { Page } from "playwright-core";
import { beforeAll, expect, test, vi } from "vitest";
import { expectAccessible } from "./support/accessible.ts";
import { useBrowser } from "./support/browser.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { Round } from "./support/round.ts";

const { open } = fromOwnAddress(useBrowser());
/** Each parcel is somebody else's, at the next stop of one round. */
const NAMES = ["delivered", "attempted", "live", "second", "third", "fourth", "far"] as const;
const MINUTE_MS = 60_000;
const PATIENCE = { timeout: 15_000, interval: 1_000 };
/** The page itself is what answers 404 and 410. */
const EXPECTED = /Failed to load resource.*\/(t|tiles)\//;

type Name = (typeof NAMES)[number] | "prepared" | "cancelled";
const paths = new Map<Name, string>();
let round: Round;
let drivenM = 3_000;

beforeAll(async () => {
  round = await Round.of(2);
  const parcels = await Promise.all(NAMES.map(() => round.parcel()));
  for (const [index, name] of NAMES.entries()) paths.set(name, parcels[index]?.path ?? "");
  const prepared = await round.parcel();
  paths.set("prepared", prepared.path);
  const cancelled = await round.parcel();
  await round.ask(`/shipments/${cancelled.shipmentId}/cancel`, {});
  paths.set("cancelled", cancelled.path);
  const { stops } = await round.plan(parcels, 1_500, { startsAt: Date.now(), endsAt: Date.now() + 180 * MINUTE_MS });
  await round.start();
  const [first, second] = stops;
  await round.step(first?.stopId ?? "", "arrive");
  await round.step(first?.stopId ?? "", "finish");
  await round.step(second?.stopId ?? "", "fail", { reason: "no-access" });
  for (let fixes = 0; fixes < 3; fixes++) await driveOn();
});

/** A few metres on: a trip that slept knows its times again with the next place. */
async function driveOn(): Promise<void> {
  drivenM += 5;
  await round.drive(drivenM);
}

async function visit(name: Name, options: Parameters<typeof open>[0] = {}) {
  await driveOn();
  const visited = await open({ reducedMotion: "reduce", ...options });
  await visited.page.clock.install();
  await visited.page.goto(paths.get(name) ?? "");
  await visited.page.locator("html[data-page=ready]").waitFor();
  return visited;
}

const headline = (page: Page) => page.getByRole("heading", { level: 1 }).innerText();

test.for([
  ["prepared", "Your delivery is being prepared", null],
  ["delivered", "Delivered", /^Delivered\s\d+:\d\d/],
  ["attempted", "We could not deliver", /^Tried\s\d+:\d\d [AP]M\sThe driver could not get to the door\./],
  ["cancelled", "Cancelled", /^Cancelled\s\d+:\d\d/],
] as const)("a parcel that is %s says so, and since when, to everybody", async ([name, words, ended]) => {
  const { page, problems } = await visit(name);
  expect(await headline(page)).toBe(words);
  expect(await page.title()).toBe(`${words} · Your delivery`);
  expect(await page.locator("#map-part").isVisible()).toBe(false);
  const told = (await page.locator("[data-if=ended], .why").allInnerTexts()).join("\n").trim();
  expect(told).toMatch(ended ?? /^$/);
  await expectAccessible(page);
  expect(problems.seen.filter((problem) => !EXPECTED.test(problem))).toEqual([]);
});

test("while others come first there is a time and a number, and no map", async () => {
  const { page } = await visit("far");
  expect(await headline(page)).toMatch(/^Arriving in \d+ min$/);
  await page.getByText("4 stops").waitFor();
  await page.getByText(/^Between \d+:\d\d [AP]M and \d+:\d\d [AP]M$/).waitFor();
  await page.getByText("The map opens when the driver is close to you.").waitFor();
  expect(await page.locator("#map-part").isVisible()).toBe(false);
  await expectAccessible(page);
});

test("a driver who may be seen is seen, and how fresh that is", async () => {
  const { page } = await visit("third");
  await page.getByText("Driver · Car").waitFor();
  await page.locator("#map-part").waitFor();
  await page.locator(".marker").waitFor();
  const pin = page.getByRole("img", { name: "Your address" });
  await pin.waitFor();
  await driveOn();
  await page.locator("main[data-freshness=live]").waitFor();
  expect(await page.locator(".marker").getAttribute("data-at")).toMatch(/^52\.1\d+,5\.\d+$/);
  await expectAccessible(page);
});

test("an old place is called old and the time uncertain; a lost driver is called lost, and no time is invented", async () => {
  const { page } = await visit("third");
  const freshness = async () => page.locator("main").getAttribute("data-freshness");
  // A word of the server's that was still on its way puts the page's clock right again.
  await vi.waitFor(async () => {
    if ((await freshness()) === "live") await page.clock.fastForward(2 * MINUTE_MS);
    expect(await freshness()).toBe("stale");
  }, PATIENCE);
  expect(await headline(page)).toMatch(/about/);
  await expectAccessible(page);
  // Heard from the server again, the page would know better than its clock that goes wrong here.
  await page.context().setOffline(true);
  await page.clock.fastForward(6 * MINUTE_MS);
  await page.locator("main[data-freshness=offline]").waitFor();
  expect(await headline(page)).toBe("On the way to you");
  expect(await page.locator(".fresh").innerText()).toMatch(/^Driver out of contact since \d/);
  await expectAccessible(page);
});

test("without scripts everything but the map is there", async () => {
  await driveOn();
  const { page } = await open({ javaScriptEnabled: false });
  await page.goto(paths.get("far") ?? "");
  expect(await headline(page)).toMatch(/^Arriving in \d+ min$/);
  expect(await page.locator(".window time").first().getAttribute("datetime")).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test("who saves data is asked before a map is fetched", async () => {
  const { page } = await open({ reducedMotion: "reduce" });
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  await page.goto(paths.get("third") ?? "");
  await page.getByText("The map is left out to save data.").waitFor();
  expect(await page.locator("#map").getAttribute("data-map")).toBeNull();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Show the map" }).click();
  await page.locator("#map[data-map]").waitFor();
});

test("from right to left it is the same page", async () => {
  const { page } = await visit("far", { locale: "ar-XB" });
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  const texts = await page.locator("main").locator("h1, p, dt, dd, li").allInnerTexts();
  expect(texts.filter((text) => /\p{L}{2,}/u.test(text) && !text.includes("["))).toEqual([]);
  await expectAccessible(page);
});

test("a link that opens nothing is a page too", async () => {
  const { page } = await open();
  const answer = await page.goto(`/t/${"B".repeat(22)}`);
  expect([answer?.status(), await headline(page)]).toEqual([404, "No delivery here"]);
  await expectAccessible(page);
});
