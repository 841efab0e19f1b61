import { expect, test } from "vitest";
import { LandingPage } from "./pages/landing-page.ts";
import { useBrowser } from "./support/browser.ts";
import { walk } from "./support/keyboard.ts";

const { open } = useBrowser();
const DARK_PAPER = "rgb(20, 25, 29)";
const LIGHT_PAPER = "rgb(245, 243, 238)";

test("health names every part and how long it took", async () => {
  const { page, problems } = await open();
  const landing = new LandingPage(page);
  await landing.open();
  expect(await landing.health()).toBe("ok");
  const text = await landing.healthText();
  for (const part of ["Database", "Queue", "Live objects", "File store"]) expect(text).toContain(part);
  expect(text).toMatch(/\d+ ms/);
  expect(problems.seen).toEqual([]);
});

test("health says what it does not know when the service cannot be reached, and recovers", async () => {
  const { page } = await open();
  const landing = new LandingPage(page);
  await page.route("**/health", (route) => route.abort());
  await landing.open();
  expect(await landing.health()).toBe("unreachable");
  const text = await landing.healthText();
  expect(text).toContain("not known");
  expect(text).not.toContain("Works");
  await page.unroute("**/health");
  await landing.refresh.click();
  await landing.untilHealth("ok");
});

test("an answer that is no health report is not taken for one", async () => {
  const { page } = await open();
  const landing = new LandingPage(page);
  await page.route("**/health", (route) => route.fulfill({ json: { status: "ok" } }));
  await landing.open();
  expect(await landing.health()).toBe("unreachable");
  expect(await landing.healthText()).toContain("not a health report");
});

test("a part that is down is named with its code, and a 503 is read like any report", async () => {
  const { page } = await open();
  const landing = new LandingPage(page);
  const works = { status: "ok", latencyMs: 2 };
  const json = {
    status: "degraded",
    version: "9.9.9",
    checkedAt: 1,
    parts: {
      database: { status: "down", latencyMs: 1500, code: "timeout" },
      queue: works,
      objects: works,
      files: works,
    },
    load: "overloaded",
    breakers: { database: "open", routing: "closed", sms: "closed", mail: "closed", cards: "closed" },
  };
  await page.route("**/health", (route) => route.fulfill({ status: 503, json }));
  await landing.open();
  expect(await landing.health()).toBe("degraded");
  const text = await landing.healthText();
  expect(text).toContain("Some parts are down");
  expect(text).toMatch(/Database\s+Down\s+timeout\s+1,500 ms/);
});

test("everything on the page can be reached and used with the keyboard alone", async () => {
  const { page } = await open({ colorScheme: "light" });
  const landing = new LandingPage(page);
  await landing.open();
  const { controls, missed, faults } = await walk(page);
  expect(controls.length).toBeGreaterThan(8);
  expect({ missed, faults }).toEqual({ missed: [], faults: [] });

  await landing.theme("Like the system").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => landing.paper()).toBe(DARK_PAPER);

  await landing.refresh.focus();
  const asked = page.waitForRequest("**/health");
  await page.keyboard.press("Enter");
  await asked;
});

test("the chosen theme is remembered and is there before the first paint", async () => {
  const { page } = await open({ colorScheme: "light" });
  const landing = new LandingPage(page);
  await landing.open();
  expect(await landing.paper()).toBe(LIGHT_PAPER);
  await landing.theme("Dark").check();
  // Without its module scripts the page shows what a reader sees before they have run.
  await page.route("**/assets/landing-*.js", (route) => route.abort());
  await page.reload();
  expect(await landing.paper()).toBe(DARK_PAPER);
});

test("surfaces that exist can be opened, and those that do not exist yet say so and lead nowhere", async () => {
  const { page } = await open();
  await new LandingPage(page).open();
  const cards = page.getByRole("region", { name: "Surfaces" }).getByRole("listitem");
  expect(await cards.count()).toBe(5);
  expect(await cards.filter({ hasText: "Not in this version" }).count()).toBe(4);
  expect(await cards.getByRole("link").allInnerTexts()).toEqual(["Open the live map"]);
});

test("the picture rests for readers who want no motion, and anyone can stop it", async () => {
  const { page } = await open({ reducedMotion: "no-preference" });
  await new LandingPage(page).open();
  const running = () => page.evaluate(() => document.getAnimations().filter((a) => a.playState === "running").length);
  expect(await running()).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Pause the animation" }).click();
  await expect.poll(running).toBe(0);
  await page.getByRole("button", { name: "Play the animation" }).click();
  await expect.poll(running).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expect.poll(running).toBe(0);
});
