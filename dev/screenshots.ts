// `node dev/screenshots.ts <baseUrl> [outDir]`: the pictures of the README, from a running service.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { findChromium, HOW_TO_GET_CHROMIUM } from "./chromium.ts";
import { ROOT } from "./paths.ts";

type Shot = {
  readonly file: string;
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  /** What has to be on the page before it is worth a picture. */
  readonly ready: string;
};

const HEALTH_KNOWN = "[data-health]:not([data-health=checking])";
const DESKTOP = { width: 1280, height: 1150 };
const SHOTS: readonly Shot[] = [
  { file: "landing-light.png", path: "/", ...DESKTOP, scheme: "light", ready: HEALTH_KNOWN },
  { file: "landing-dark.png", path: "/", ...DESKTOP, scheme: "dark", ready: HEALTH_KNOWN },
  { file: "landing-phone.png", path: "/", width: 390, height: 844, scheme: "light", ready: HEALTH_KNOWN },
  { file: "api-reference.png", path: "/api/docs#/getHealth", ...DESKTOP, scheme: "light", ready: "[data-docs=ready]" },
];
/** A README is fetched by everyone who looks at the repository. */
const MAX_BYTES = 250_000;

async function take(browser: Browser, baseURL: string, outDir: string, shot: Shot): Promise<void> {
  const { file, path, width, height, scheme, ready } = shot;
  const context = await browser.newContext({
    baseURL,
    viewport: { width, height },
    colorScheme: scheme,
    // The moving dots would differ from run to run.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(path);
  await page.locator(ready).waitFor();
  const target = join(outDir, file);
  await page.screenshot({ path: target });
  await context.close();
  const { size } = statSync(target);
  if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes; ${MAX_BYTES} are allowed`);
  console.log(`${target} ${Math.round(size / 1000)} kB`);
}

const [baseUrl, outDir = join(ROOT, "docs", "images")] = process.argv.slice(2);
if (!baseUrl) throw new Error("Usage: node dev/screenshots.ts <baseUrl> [outDir]");
const executablePath = findChromium();
if (!executablePath) throw new Error(`No browser: ${HOW_TO_GET_CHROMIUM}.`);
mkdirSync(outDir, { recursive: true });
// Containers often forbid the sandbox; the only site opened is our own.
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  for (const shot of SHOTS) await take(browser, baseUrl, outDir, shot);
} finally {
  await browser.close();
}
