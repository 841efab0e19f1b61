import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

interface Lock {
  packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string; link?: boolean }>;
}

/**
 * An install that meets a platform's package missing from the registry leaves it out of the lockfile without a word,
 * and `npm ci` then breaks on that platform. So every optional dependency that any package names must be locked.
 */
export function missingFromLock({ packages }: Lock): string[] {
  const locked = new Set(
    Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)),
  );
  const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).map((name) => ({ name, by: path || "package.json" })),
  );
  return wanted.filter(({ name }) => !locked.has(name)).map(({ name, by }) => `${name} (wanted by ${by})`);
}

export async function checkLockfile(): Promise<string> {
  const lock: Lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  const missing = missingFromLock(lock);
  if (missing.length > 0)
    throw new Error(`package-lock.json lacks packages of other platforms:\n${missing.join("\n")}`);
  const addresses = Object.entries(lock.packages).filter(([, entry]) => entry.resolved?.includes("://"));
  if (addresses.length > 0) throw new Error(`package-lock.json names download addresses, ${addresses[0]?.[0]} for one`);
  return "complete for every platform";
}
