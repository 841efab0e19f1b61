import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");
/** A cold start of the slowest tool took 3 s on two busy cores. */
const TOOL_TIMEOUT_MS = 30_000;

type ToolRun = { exitCode: number; output: string };

/** A small project of its own that is held to the repository's own settings. */
export type FixtureProject = {
  run: (tool: "tsc" | "oxlint" | "knip", args: readonly string[]) => Promise<ToolRun>;
  remove: () => void;
};

export function createFixtureProject(copied: readonly string[], written: Record<string, string>): FixtureProject {
  // Outside the repository: oxlint and knip pass over node_modules and over whatever git ignores.
  const folder = mkdtempSync(join(tmpdir(), "doorstep-fixture-"));
  const place = (path: string): string => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    return target;
  };
  for (const path of copied) copyFileSync(join(ROOT, path), place(path));
  for (const [path, text] of Object.entries(written)) writeFileSync(place(path), text);
  return {
    run: (tool, args) => runTool(folder, tool, args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runTool(cwd: string, tool: string, args: readonly string[]): Promise<ToolRun> {
  const binary = join(ROOT, "node_modules/.bin", tool);
  // A shell finds the .cmd file that npm puts there on Windows. NO_COLOR keeps the output plain.
  const options = {
    cwd,
    timeout: TOOL_TIMEOUT_MS,
    shell: process.platform === "win32",
    env: { ...process.env, NO_COLOR: "1" },
  };
  return new Promise((resolve, reject) => {
    execFile(binary, [...args], options, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== "number") reject(error);
      else resolve({ exitCode: typeof error?.code === "number" ? error.code : 0, output: `${stdout}\n${stderr}` });
    });
  });
}
