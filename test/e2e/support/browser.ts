import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll, inject, onTestFinished } from "vitest";
import { findChromium } from "../../../dev/chromium.ts";
import { type PageProblems, watchProblems } from "./page-problems.ts";

/** Nothing on a page may take longer, even with both cores busy. */
const PATIENCE_MS = 15_000;

type Visit = { readonly page: Page; readonly problems: PageProblems };
export type OpenVisit = (options?: BrowserContextOptions) => Promise<Visit>;

/** One browser for the calling file; each visit is a person of its own, without cookies or caches, gone after the test. */
export function useBrowser(): OpenVisit {
  let browser: Browser;
  beforeAll(async () => {
    const executablePath = findChromium();
    if (!executablePath) throw new Error("No Chromium found: name one with CHROMIUM_PATH");
    // Containers often forbid the sandbox; the pages opened here are our own.
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());
  return async (options) => {
    const context = await browser.newContext({ baseURL: inject("baseUrl"), locale: "en-US", ...options });
    onTestFinished(() => context.close());
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    return { page, problems: watchProblems(page) };
  };
}
