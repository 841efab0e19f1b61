import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll, inject, onTestFinished } from "vitest";
import { findChromium } from "../../../dev/chromium.ts";
import { type PageProblems, watchProblems } from "./page-problems.ts";

/** Nothing on a page may take longer, even with both cores busy. */
const PATIENCE_MS = 15_000;

export type Visit = { readonly page: Page; readonly problems: PageProblems };
export type OpenVisit = (options?: BrowserContextOptions) => Promise<Visit>;
export type OpenBrowser = {
  /** Until the test ends. */
  readonly open: OpenVisit;
  /** Until the file ends: for somebody whom several of its tests meet. */
  readonly openForFile: OpenVisit;
};

/** One browser for the calling file; each visit is a person of its own, without cookies or caches. */
export function useBrowser(...flags: readonly string[]): OpenBrowser {
  let browser: Browser;
  beforeAll(async () => {
    const executablePath = findChromium();
    if (!executablePath) throw new Error("No Chromium found: name one with CHROMIUM_PATH");
    // Containers often forbid the sandbox; the pages opened here are our own.
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", ...flags] });
  });
  // With it go the visits that are still open.
  afterAll(() => browser.close());
  const enter = async (options?: BrowserContextOptions): Promise<Visit & { context: BrowserContext }> => {
    const context = await browser.newContext({ baseURL: inject("baseUrl"), locale: "en-US", ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    return { context, page, problems: watchProblems(page) };
  };
  return {
    open: async (options) => {
      const { context, ...visit } = await enter(options);
      onTestFinished(() => context.close());
      return visit;
    },
    openForFile: async (options) => {
      const { page, problems } = await enter(options);
      return { page, problems };
    },
  };
}
