import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

export const BENCH = join(ROOT, "bench");
const INSTALLED = join(BENCH, "node_modules", ".package-lock.json");

/** What the benchmark compares with is no dependency of the product: it is installed where somebody asks for it. */
export function installBench(): void {
  const names = Object.keys(readDependencies());
  if (existsSync(INSTALLED) && names.every((name) => existsSync(join(BENCH, "node_modules", name)))) return;
  console.log("Installing what the benchmark compares with…");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status } = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: BENCH,
    stdio: "inherit",
    // Windows starts a command file through its shell only.
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(1);
}

function readDependencies(): Record<string, string> {
  const manifest: Record<"dependencies" | "devDependencies", Record<string, string>> = JSON.parse(
    readFileSync(join(BENCH, "package.json"), "utf8"),
  );
  return { ...manifest.dependencies, ...manifest.devDependencies };
}
