// `npm run screenshots [-- <baseUrl> [outDir]]`: the pictures of docs/images, from a running `npm run dev` with its drivers.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { type DemoWindow, getDemo } from "../src/protocol/api/demo-window.ts";
import { API_BASE } from "../src/protocol/api/endpoint.ts";
import { findChromium, HOW_TO_GET_CHROMIUM } from "./chromium.ts";
import { holdSession } from "./hold-session.ts";
import { DEFAULT_PORT, ROOT } from "./paths.ts";

type Shot = {
  readonly file: string;
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  /** Signed in as the dispatcher whom the start page shows. */
  readonly asDispatcher?: true;
  /** What has to be on the page before it is worth a picture. */
  readonly ready: string;
};

/** The dispatcher's map in the middle of the page. */
const LIVE_TRIP = "main [data-map=ready]";
/** A vehicle on a map that has drawn itself. */
const TRACKED = "[data-map=ready] .marker";
const DESKTOP = { width: 1280, height: 1150 };
const START = { width: 1280, height: 1320 };
const PHONE = { width: 390, height: 844 };
/** The page of the customer whose trip is simulated. */
const TRACKING = "/t/";
const DISPATCH = { path: "/dispatch/", asDispatcher: true, ready: "[data-map=ready]" } as const;
const CONSOLE = { width: 1280, height: 800 };
const SHOTS: readonly Shot[] = [
  { file: "landing-light.jpg", path: "/", ...START, scheme: "light", ready: LIVE_TRIP },
  { file: "landing-dark.jpg", path: "/", ...START, scheme: "dark", ready: LIVE_TRIP },
  { file: "landing-phone.jpg", path: "/", ...PHONE, scheme: "light", ready: LIVE_TRIP },
  { file: "tracking-light.jpg", path: TRACKING, ...PHONE, scheme: "light", ready: TRACKED },
  { file: "tracking-dark.jpg", path: TRACKING, ...PHONE, scheme: "dark", ready: TRACKED },
  { file: "tracking-desktop.jpg", path: TRACKING, ...CONSOLE, scheme: "light", ready: TRACKED },
  { file: "dispatch-light.jpg", ...DISPATCH, ...CONSOLE, scheme: "light" },
  { file: "dispatch-dark.jpg", ...DISPATCH, ...CONSOLE, scheme: "dark" },
  { file: "dispatch-phone.jpg", ...DISPATCH, ...PHONE, scheme: "light" },
  { file: "dispatch-phone-dark.jpg", ...DISPATCH, ...PHONE, scheme: "dark" },
  { file: "api-reference.png", path: "/api/docs#/getHealth", ...DESKTOP, scheme: "light", ready: "[data-docs=ready]" },
];
/** A README is fetched by everyone who looks at the repository. */
const MAX_BYTES = 250_000;
/** No letter has a halo yet. */
const JPEG_QUALITY = 88;

async function take(browser: Browser, baseURL: string, outDir: string, shot: Shot): Promise<void> {
  const { file, path, width, height, scheme, asDispatcher, ready } = shot;
  const context = await browser.newContext({
    baseURL,
    viewport: { width, height },
    colorScheme: scheme,
    // The moving dots would differ from run to run.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  if (asDispatcher) await holdSession(page, (await getShown(baseURL)).dispatcherToken);
  await page.goto(path === TRACKING ? new URL((await getShown(baseURL)).trackingUrl).pathname : path);
  await page.locator(ready).waitFor();
  const target = join(outDir, file);
  // Maps have too many colours for anything else; the reference is text.
  await page.screenshot({ path: target, ...(file.endsWith(".jpg") && { type: "jpeg", quality: JPEG_QUALITY }) });
  await context.close();
  const { size } = statSync(target);
  if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes; ${MAX_BYTES} are allowed`);
  console.log(`${target} ${Math.round(size / 1000)} kB`);
}

async function getShown(baseURL: string): Promise<DemoWindow> {
  const answer = await fetch(new URL(API_BASE + getDemo.path, baseURL)).catch((cause: unknown) => {
    throw new Error(`Nothing answers at ${baseURL}: start \`npm run dev\` first.`, { cause });
  });
  const { demo } = getDemo.output.parse(await answer.json());
  if (!demo) throw new Error("Nobody is simulated there.");
  return demo;
}

const [baseUrl = `http://127.0.0.1:${DEFAULT_PORT}`, outDir = join(ROOT, "docs", "images")] = process.argv.slice(2);
const executablePath = findChromium();
if (!executablePath) throw new Error(`No browser: ${HOW_TO_GET_CHROMIUM}.`);
mkdirSync(outDir, { recursive: true });
// Containers often forbid the sandbox; the only site opened is our own.
await getShown(baseUrl);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  for (const shot of SHOTS) await take(browser, baseUrl, outDir, shot);
} finally {
  await browser.close();
}
