import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { DocsPage } from "./pages/docs-page.ts";
import { LandingPage } from "./pages/landing-page.ts";
import { accessibilityFaults } from "./support/axe.ts";
import { useBrowser } from "./support/browser.ts";

const { open } = useBrowser();

const PAGES = {
  landing: (page: Page) => new LandingPage(page).open(),
  reference: (page: Page) => new DocsPage(page).open(),
  operation: (page: Page) => new DocsPage(page).open("getHealth"),
  "not found": async (page: Page) => {
    await page.goto("/no/such/page");
    await page.locator("html[data-page=ready]").waitFor();
  },
};
const LANGUAGES = [
  { locale: "en-GB", lang: "en", direction: "ltr" },
  { locale: "ar-XB", lang: "ar-XB", direction: "rtl" },
];
/** The browser itself reports the 404 that was asked for. */
const EXPECTED = /^Failed to load resource.*\/no\/such\/page\)$/;
const NARROW = { width: 320, height: 640 };

for (const [name, visit] of Object.entries(PAGES)) {
  for (const { locale, lang, direction } of LANGUAGES) {
    test(`${name}, ${direction}: accessible in light and dark, whole at 320 px, within its security policy`, async () => {
      const { page, problems } = await open({ locale, colorScheme: "light", reducedMotion: "reduce" });
      await visit(page);
      const root = page.locator("html");
      expect([await root.getAttribute("lang"), await root.getAttribute("dir")]).toEqual([lang, direction]);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.setViewportSize(NARROW);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(NARROW.width);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(problems.seen.filter((problem) => !EXPECTED.test(problem))).toEqual([]);
    });
  }
}

test("the pseudo-language covers every word that is ours", async () => {
  const { page } = await open({ locale: "ar-XB" });
  await new LandingPage(page).open();
  const texts = await page.locator("h1, h2, h3, .button, dt, p").allInnerTexts();
  const plain = texts.filter((text) => text.trim() !== "" && !text.includes("["));
  expect(texts.length).toBeGreaterThan(15);
  expect(plain).toEqual([]);
});

test("an address without a page answers 404 and leads home", async () => {
  const { page } = await open();
  const response = await page.goto("/no/such/page");
  expect(response?.status()).toBe(404);
  await page.getByRole("link", { name: "Go to the start page" }).click();
  await page.getByRole("heading", { level: 1, name: "Every delivery" }).waitFor();
});

test("a script that the page did not ask for does not run", async () => {
  const { page, problems } = await open();
  await new LandingPage(page).open();
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="document.title = 1">');
  });
  await expect.poll(() => problems.seen.join()).toContain("Content Security Policy");
  expect(await page.title()).not.toBe("1");
});
