// `npm run bench`: installs what the benchmark alone needs, and runs it. `--quick` takes two and a half minutes.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { Shutdown } from "./shutdown.ts";

const BENCH = join(ROOT, "bench");
const INSTALLED = join(BENCH, "node_modules", ".package-lock.json");

installIfMissing();
const child = spawn(process.execPath, [join(BENCH, "main.ts"), ...process.argv.slice(2)], { stdio: "inherit" });
const shutdown = new Shutdown();
// Its own children end when their input does.
shutdown.add(() => void child.kill("SIGTERM"));
child.once("exit", (code) => void shutdown.exit(code ?? 1));

function installIfMissing(): void {
  const names = Object.keys(readDependencies());
  if (existsSync(INSTALLED) && names.every((name) => existsSync(join(BENCH, "node_modules", name)))) return;
  console.log("Installing what the benchmark compares with…");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status } = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: BENCH,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}

function readDependencies(): Record<string, string> {
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(BENCH, "package.json"), "utf8"),
  );
  return manifest.dependencies;
}
