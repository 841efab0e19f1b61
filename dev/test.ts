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
if (coverage && !only) process.exitCode = await vitest(SERVERS);
else if (isWatch || wanted.length > 0) process.exitCode = await vitest([]);
else {
  // People in a browser mostly wait, so their tests run beside the others and speak when those are through.
  const browser = vitest(BROWSER, "later");
  process.exitCode = (await vitest(SERVERS)) + (await browser);
  printBudget([{ part: "npm test", seconds: (performance.now() - startedAt) / MS }]);
}

/** The exit code. What is said "later" is kept back until the end. */
async function vitest(projects: readonly string[], say: "now" | "later" = "now"): Promise<number> {
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
  process.stdout.write(Buffer.concat(kept));
  return typeof code === "number" ? code : 1;
}
