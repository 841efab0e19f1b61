import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** One hash over the names and bytes of every file that can change the built pages: a few milliseconds for our size. */
export function sourceStamp(roots: readonly string[]): string {
  const hash = createHash("sha256");
  for (const root of roots) {
    for (const file of filesIn(root)) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function filesIn(root: string): string[] {
  if (statSync(root).isFile()) return [root];
  const entries = readdirSync(root, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
