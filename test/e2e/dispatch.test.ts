import type { BrowserContext } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { AccountPage } from "./pages/account-page.ts";
import { DispatchPage } from "./pages/dispatch-page.ts";
import { expectAccessible } from "./support/accessible.ts";
import { type Visit, useBrowser } from "./support/browser.ts";
import { Fleet } from "./support/fleet.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { signInWithNewPasskey } from "./support/passkey-holder.ts";

const { open, openForFile } = fromOwnAddress(useBrowser());
const withoutGraphics = fromOwnAddress(useBrowser("--disable-gpu", "--disable-software-rasterizer"));
/** The browser itself reports what was refused, and what a cut connection did to requests under way. */
const EXPECTED = /401.*\/auth\/refresh|400.*\/sos\/\w+\/close|ERR_INTERNET_DISCONNECTED/;

let fleet: Fleet;
let visit: Visit;
let desk: DispatchPage;
/** The dispatcher's session, handed from page to page: no two of them have it at once. */
let fleetSession: Awaited<ReturnType<BrowserContext["storageState"]>>;

beforeAll(async () => {
  fleet = await Fleet.found();
  visit = await openForFile({ viewport: { width: 1280, height: 800 } });
  await signInWithNewPasskey(visit.page, fleet.dispatcher);
  await visit.page.getByRole("link", { name: "Live map" }).click();
  desk = new DispatchPage(visit.page);
  await desk.connected();
});

/** Half-way between two themes nothing has the contrast of either. */
async function expectCalmPageAccessible(): Promise<void> {
  await visit.page.emulateMedia({ reducedMotion: "reduce" });
  await expectAccessible(visit.page);
  await visit.page.emulateMedia({ reducedMotion: "no-preference", colorScheme: "light" });
}

test("before anybody is on duty, the list says so and the map is there", async () => {
  await expect.poll(() => visit.page.locator(".roster__empty").innerText()).toContain("Nobody is on duty here.");
  await desk.drawn();
  await expectCalmPageAccessible();
});

test("a driver who sets out appears by full name, and the marker moves as the phone does", async () => {
  await fleet.goOnDuty(0, 3);
  await fleet.measure(0, 0);
  await desk.row("Driver One").getByText("Moving").waitFor();
  expect(await desk.row("Driver One").innerText()).toMatch(/Live[\s\S]*0\/3 stops/);
  await desk.row("Driver One").click();
  await desk.detail.getByText("To come").first().waitFor();
  await desk.marker.waitFor();
  const before = await desk.markerAt();
  await fleet.measure(0, 80);
  // North is up.
  await expect.poll(async () => (await desk.markerAt()).y).toBeLessThan(before.y - 5);
});

test("what became of each position is told with its reason", async () => {
  await fleet.measure(0, 90, { accuracy: 4_000 });
  await desk.close();
  await desk.row("Driver One").click();
  await desk.detail.getByText("Positions received").click();
  await desk.detail
    .getByRole("row", { name: /Too inaccurate/ })
    .first()
    .waitFor();
  expect(await desk.detail.getByRole("row", { name: /Shown/ }).count()).toBeGreaterThan(1);
  await expectCalmPageAccessible();
  await desk.close();
});

test("a call for help is said at once and stands above all else", async () => {
  await fleet.goOnDuty(1, 0);
  await fleet.measure(1, 0);
  await fleet.measure(1, 10, { alarm: "sos" });
  await desk.alert.getByText("Driver Two calls for help.").waitFor();
  await desk.turnTo("Exceptions");
  expect(await desk.rows.first().innerText()).toContain("Calls for help");
  await desk.turnTo("All");
});

test("a driver off duty calls for help, one dispatcher has it by name, and it ends with a note alone", async () => {
  await fleet.callForHelp(2, "The van burns.");
  const call = desk.call("Driver Three");
  await call.getByText("The van burns.").waitFor();
  await call.getByRole("button", { name: "I take it on" }).click();
  await call.getByText("dispatcher takes care of it.").waitFor();
  await call.getByRole("button", { name: "Close the call" }).click();
  const note = desk.callEnd.getByRole("textbox");
  await desk.endCall();
  expect(await note.evaluate((field) => field.matches(":user-invalid"))).toBe(true);
  await note.fill("  ");
  await desk.endCall();
  await desk.callEnd.getByText("A few words are needed").waitFor();
  await expectCalmPageAccessible();
  await note.fill("Put out.\nNobody is hurt.");
  await desk.endCall();
  await call.waitFor({ state: "detached" });
  expect(await desk.callEnd.count()).toBe(0);
});

test("by keyboard alone: to the list, down, and to the driver", async () => {
  await desk.rows.first().focus();
  await visit.page.keyboard.press("ArrowDown");
  const focused = visit.page.locator(":focus");
  await expect.poll(() => focused.getAttribute("aria-posinset")).toBe("2");
  await visit.page.keyboard.press("Home");
  await expect.poll(() => focused.getAttribute("aria-posinset")).toBe("1");
  await visit.page.keyboard.press("Enter");
  await desk.detail.waitFor();
  await expect.poll(() => desk.marker.isVisible()).toBe(true);
  await expect.poll(() => focused.innerText()).toBe("Driver One");
  await desk.close();
  await expect.poll(() => focused.getAttribute("aria-posinset")).toBe("1");
});

test("the search finds by name, and says when it finds nobody", async () => {
  await desk.search.fill("two");
  await expect.poll(() => desk.rows.count()).toBe(1);
  await desk.search.fill("nobody of that name");
  await visit.page.getByText("No driver of that name here.").waitFor();
  await desk.search.fill("");
  await expect.poll(() => desk.rows.count()).toBe(2);
});

test("a cut connection is said, and mends itself with what happened meanwhile", async () => {
  const context = visit.page.context();
  await context.setOffline(true);
  await desk.banner.getByText("Reconnecting…").waitFor();
  await fleet.goOnDuty(2, 1);
  await fleet.measure(2, 0);
  await visit.page.locator("[data-connection=offline]").waitFor();
  expect(await desk.banner.innerText()).toContain("No connection.");
  expect(await desk.rows.count()).toBe(2);
  await context.setOffline(false);
  await desk.connected();
  await desk.row("Driver Three").waitFor();
  expect(await desk.banner.innerText()).toBe("");
});

test("the page remembers nothing that it must ask again, and stays within its security policy", async () => {
  await visit.page.reload();
  await desk.connected();
  await expect.poll(() => desk.rows.count()).toBe(3);
  expect(visit.problems.seen.filter((problem) => !EXPECTED.test(problem))).toEqual([]);
});

test("it reads from right to left, all of it from the catalogue", async () => {
  const storageState = await visit.page.context().storageState();
  await visit.page.close();
  const { page } = await open({ locale: "ar-XB", reducedMotion: "reduce", storageState });
  const there = new DispatchPage(page);
  await there.open();
  await there.rows.first().click();
  await there.detail.waitFor();
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  await expectAccessible(page);
  const texts = await page.locator("main :is(h3, dt, label, legend, summary, .button, .driver__state)").allInnerTexts();
  expect(texts.length).toBeGreaterThan(12);
  expect(texts.filter((text) => text.trim() !== "" && !text.includes("["))).toEqual([]);
  fleetSession = await page.context().storageState();
});

test("a browser that cannot draw a map has the list and a reason", async () => {
  const { page } = await withoutGraphics.open({ storageState: fleetSession });
  const there = new DispatchPage(page);
  await there.open();
  await page.getByText("This browser cannot draw the map").waitFor();
  await expect.poll(() => there.rows.count()).toBe(3);
  await there.row("Driver Two").click();
  await there.detail.getByText("Calls for help").first().waitFor();
});

test("a store is told in plain words that it does not see drivers", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  await account.signInByCode(fleet.store);
  await account.signedIn();
  expect(await page.getByRole("link", { name: "Live map" }).count()).toBe(0);
  await page.goto("/dispatch/");
  await page.getByText("Your role does not see where drivers are.").waitFor();
});
