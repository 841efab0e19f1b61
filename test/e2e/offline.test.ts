import { expect, inject, onTestFinished, test } from "vitest";
import { LandingPage } from "./pages/landing-page.ts";
import { useBrowser } from "./support/browser.ts";
import { startDeployableSite } from "./support/deployable-site.ts";

const { open } = useBrowser();

test("after one visit the start page opens offline and says that health is not known", async () => {
  const { page } = await open();
  const landing = new LandingPage(page);
  await landing.open();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.context().setOffline(true);
  await page.reload();
  await landing.ready();
  expect(await landing.health()).toBe("unreachable");
  expect(await landing.healthText()).toContain("offline");
});

test("only listed files are stored, never an answer of the API", async () => {
  const { page } = await open();
  await new LandingPage(page).open();
  await page.evaluate(() => navigator.serviceWorker.ready);
  const stored = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map((request) => new URL(request.url).pathname);
  });
  expect(stored).toContain("/");
  const unexpected = stored.filter((path) => !/^\/(?:$|assets\/|icons\/|manifest\.webmanifest$)/.test(path));
  expect(unexpected).toEqual([]);
});

test("a new version waits until the reader agrees, then takes over", async () => {
  const site = await startDeployableSite(inject("baseUrl"));
  onTestFinished(site.close);
  const { page } = await open({ baseURL: site.url });
  const landing = new LandingPage(page);
  await landing.open();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  site.deploy();
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const reload = page.getByRole("button", { name: "Reload" });
  await reload.waitFor();
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state)).toBe("installed");
  await Promise.all([page.waitForEvent("load"), reload.click()]);
  await landing.ready();
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
});
