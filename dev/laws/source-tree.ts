import { readFileSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Path from the repository's root, with forward slashes, to the file's text. */
export type SourceTree = ReadonlyMap<string, string>;

const ROOT = join(import.meta.dirname, "../..");
const SOURCE_FOLDERS = ["src", "dev", "test"];
const SOURCE_FILE = /\.(?:ts|tsx|mjs|css)$/;

export function readSourceTree(root: string = ROOT, folders: readonly string[] = SOURCE_FOLDERS): SourceTree {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !SOURCE_FILE.test(entry.name)) continue;
      const full = join(entry.parentPath, entry.name);
      files.set(relative(root, full).split(sep).join("/"), readFileSync(full, "utf8"));
    }
  }
  return files;
}

export function isModule(path: string): boolean {
  return /\.(?:ts|tsx|mjs)$/.test(path);
}
