// `npm test`: unit, worker and browser tests in one run. Arguments narrow it: `npm test -- --project unit trip`.
import { spawn } from "node:child_process";
import { buildWeb } from "../src/web/build.ts";
import { buildBasemap } from "./build-basemap.ts";
import { getChromium } from "./chromium.ts";
import { ROOT } from "./paths.ts";

const args = process.argv.slice(2);
const coverage = args.includes("--coverage");
const wanted = args.filter((arg) => arg !== "--watch");
const only = /--project[= ](\S+)/.exec(args.join(" "))?.[1];
// Istanbul instruments what vitest loads; the browser tests run against the bundled product, so they would add nothing.
const projects = only || !coverage ? [] : ["--project", "unit", "--project", "worker"];

await buildBasemap();
await buildWeb();
const env = { ...process.env };
if (!coverage && (!only || only === "e2e")) env["CHROMIUM_PATH"] = getChromium();
const mode = args.includes("--watch") ? "watch" : "run";
const child = spawn("vitest", [mode, ...projects, ...wanted], {
  cwd: ROOT,
  env,
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.on("SIGINT", () => {}); // the terminal tells vitest too; wait for its clean-up
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => process.exit(code ?? 1));
