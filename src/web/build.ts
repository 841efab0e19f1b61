import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceStamp } from "./build/source-stamp.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const OUTPUT = join(REPOSITORY, "dist/web");
const ASSETS = join(OUTPUT, "assets");
// One line for the sources' stamp, one for each file that was built from them.
// Beside the output, not in it: everything in dist/web is served to the public.
const RECORD = join(REPOSITORY, "dist/web-build.txt");
const SOURCES = ["src/web", "src/protocol", "src/domain"].map((path) => join(REPOSITORY, path));

type BuildRecord = { readonly stamp: string; readonly assets: readonly string[] };

const NOTHING_BUILT: BuildRecord = { stamp: "", assets: [] };

/**
 * Builds the pages if their sources changed. The files of the build before stay for pages that are still open;
 * older ones go, so the folder does not grow while someone develops.
 */
export async function buildWeb(): Promise<"built" | "unchanged"> {
  const before = readRecord();
  const stamp = sourceStamp(SOURCES);
  if (stamp === before.stamp && existsSync(join(OUTPUT, "index.html"))) return "unchanged";
  // Imported only now: loading the bundler takes ten times as long as finding out that nothing changed.
  // Whoever calls, such as a test run with NODE_ENV=test, gets the pages that people get.
  process.env["NODE_ENV"] = "production";
  const { build } = await import("vite");
  const result = await build({ configFile: join(REPOSITORY, "src/web/vite.config.ts"), logLevel: "warn" });
  const outputs = Array.isArray(result) ? result : [result];
  const assets = outputs.flatMap((output) => ("output" in output ? output.output.map((file) => file.fileName) : []));
  removeAllBut(new Set([...before.assets, ...assets]));
  writeRecord({ stamp, assets });
  return "built";
}

function removeAllBut(keep: ReadonlySet<string>): void {
  if (!existsSync(ASSETS)) return;
  for (const name of readdirSync(ASSETS)) if (!keep.has(`assets/${name}`)) rmSync(join(ASSETS, name));
}

function readRecord(): BuildRecord {
  if (!existsSync(RECORD)) return NOTHING_BUILT;
  const [stamp = "", ...assets] = readFileSync(RECORD, "utf8").split("\n");
  return { stamp, assets };
}

function writeRecord({ stamp, assets }: BuildRecord): void {
  // Renaming is atomic: a build that dies half way is built again, never believed.
  writeFileSync(`${RECORD}.new`, [stamp, ...assets].join("\n"));
  renameSync(`${RECORD}.new`, RECORD);
}

async function main(): Promise<void> {
  mkdirSync(OUTPUT, { recursive: true });
  try {
    await buildWeb();
  } catch (error) {
    console.error(error);
    // A failing hook makes `wrangler dev` hold every request, the API's too; the last good pages are better.
    if (process.env["WRANGLER_COMMAND"] !== "dev") process.exitCode = 1;
    else console.error("The web build failed; the pages of the last good build stay in use.");
  }
}

if (import.meta.main) await main();
