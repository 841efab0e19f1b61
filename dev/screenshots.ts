// `node dev/screenshots.ts <baseUrl> [outDir]`: the pictures of the README, from a running `npm run dev` with its drivers.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { getDemo } from "../src/protocol/api/demo-window.ts";
import { API_BASE } from "../src/protocol/api/endpoint.ts";
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
/** A vehicle on a map that has drawn itself. */
const TRACKED = "[data-map=ready] .marker";
const DESKTOP = { width: 1280, height: 1150 };
const PHONE = { width: 390, height: 844 };
/** The page of the customer whose trip is simulated. */
const TRACKING = "/t/";
const SHOTS: readonly Shot[] = [
  { file: "landing-light.png", path: "/", ...DESKTOP, scheme: "light", ready: HEALTH_KNOWN },
  { file: "landing-dark.png", path: "/", ...DESKTOP, scheme: "dark", ready: HEALTH_KNOWN },
  { file: "landing-phone.png", path: "/", width: 390, height: 844, scheme: "light", ready: HEALTH_KNOWN },
  { file: "tracking-light.png", path: TRACKING, ...PHONE, scheme: "light", ready: TRACKED },
  { file: "tracking-dark.png", path: TRACKING, ...PHONE, scheme: "dark", ready: TRACKED },
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
  await page.goto(path === TRACKING ? await trackedPath(baseURL) : path);
  await page.locator(ready).waitFor();
  const target = join(outDir, file);
  await page.screenshot({ path: target });
  await context.close();
  const { size } = statSync(target);
  if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes; ${MAX_BYTES} are allowed`);
  console.log(`${target} ${Math.round(size / 1000)} kB`);
}

async function trackedPath(baseURL: string): Promise<string> {
  const answer = await fetch(new URL(API_BASE + getDemo.path, baseURL));
  const { demo } = getDemo.output.parse(await answer.json());
  if (!demo) throw new Error("Nobody is simulated there.");
  return new URL(demo.trackingUrl).pathname;
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
