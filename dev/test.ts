// `npm test`: unit, worker and browser tests. Arguments narrow it: `npm test -- --project unit trip`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { buildWeb } from "../src/web/build.ts";
import { printBudget } from "./budget.ts";
import { buildBasemap } from "./build-basemap.ts";
import { getChromium } from "./chromium.ts";
import { ROOT } from "./paths.ts";

const MS = 1_000;
const startedAt = performance.now();
const args = process.argv.slice(2);
const coverage = args.includes("--coverage");
const isWatch = args.includes("--watch");
const wanted = args.filter((arg) => arg !== "--watch");
const only = /--project[= ](\S+)/.exec(args.join(" "))?.[1];
const SERVERS = ["--project", "unit", "--project", "worker"];
const BROWSER = ["--project", "e2e"];

await buildBasemap();
await buildWeb();
const env = { ...process.env };
if (!coverage && (!only || only === "e2e")) env["CHROMIUM_PATH"] = getChromium();

process.on("SIGINT", () => {}); // the terminal tells vitest too; wait for its clean-up
// Istanbul instruments what vitest loads; the browser tests run against the bundled product, so they would add nothing.
if (coverage && !only) process.exitCode = (await vitest(SERVERS)).code;
else if (isWatch || wanted.length > 0) process.exitCode = (await vitest([])).code;
else {
  // People in a browser mostly wait, so their tests run beside the others.
  const servers = vitest(SERVERS);
  const browser = await vitest(BROWSER, "later");
  // What failed is said last: of a long log the end is read.
  if (browser.code !== 0) await servers;
  process.stdout.write(browser.kept);
  process.exitCode = (await servers).code + browser.code;
  printBudget([{ part: "npm test", seconds: (performance.now() - startedAt) / MS }]);
}

/** How it ended, and what it said: nothing, if it was to say it now. */
async function vitest(projects: readonly string[], say: "now" | "later" = "now") {
  const child = spawn("vitest", [isWatch ? "watch" : "run", ...projects, ...wanted], {
    cwd: ROOT,
    env,
    stdio: say === "now" ? "inherit" : ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const kept: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => kept.push(chunk));
  const [code]: unknown[] = await once(child, "close");
  return { code: typeof code === "number" ? code : 1, kept: Buffer.concat(kept) };
}
