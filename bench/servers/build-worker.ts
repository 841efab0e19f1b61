import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const CONFIG = join(ROOT, "bench/worker/wrangler.toml");

export interface Compatibility {
  readonly date: string;
  readonly flags: readonly string[];
}

/** The product's own: a flag changes what a socket costs. */
export function productCompatibility(): Compatibility {
  const text = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
  const date = /^compatibility_date = "(?<date>[^"]+)"$/m.exec(text)?.groups?.["date"];
  const flags = /^compatibility_flags = \[(?<flags>[^\]]*)\]$/m.exec(text)?.groups?.["flags"];
  if (date === undefined || flags === undefined) throw new Error("wrangler.toml names no compatibility date or flags");
  return { date, flags: [...flags.matchAll(/"(?<flag>[^"]+)"/g)].map((found) => found.groups?.["flag"] ?? "") };
}

/** Bundles as a deploy does, minified. Gives the script's path. */
export function buildWorker(outDir: string): string {
  const { date, flags } = productCompatibility();
  const compatibility = [`--compatibility-date=${date}`, ...flags.map((flag) => `--compatibility-flag=${flag}`)];
  const args = [WRANGLER, "deploy", "--dry-run", `--config=${CONFIG}`, `--outdir=${outDir}`, ...compatibility];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`the Worker could not be built:\n${stdout}${stderr}`);
  return join(outDir, "bench-worker.js");
}
