import { isModule } from "./source-tree.ts";
import type { SourceTree } from "./source-tree.ts";

export type FolderSize = { folder: string; files: number; median: number; p90: number; max: number; largest: string };

export function lineCount(source: string): number {
  return source.split("\n").length - (source.endsWith("\n") ? 1 : 0);
}

/** One row for each folder of src/ and for dev/, test/; the last row is all of src/. */
export function folderSizes(files: SourceTree): FolderSize[] {
  const groups = new Map<string, [string, number][]>();
  const everything: [string, number][] = [];
  for (const [file, source] of files) {
    if (!isModule(file)) continue;
    const size: [string, number] = [file, lineCount(source)];
    groups.set(folderOf(file), [...(groups.get(folderOf(file)) ?? []), size]);
    if (file.startsWith("src/")) everything.push(size);
  }
  const rows = [...groups].toSorted(([a], [b]) => a.localeCompare(b));
  return [...rows, ["all of src", everything] as const]
    .filter(([, sizes]) => sizes.length > 0)
    .map(([folder, sizes]) => summarize(folder, sizes));
}

function folderOf(file: string): string {
  const [top = "", folder = "", inside] = file.split("/");
  return top === "src" && inside !== undefined ? `src/${folder}` : top;
}

function summarize(folder: string, sizes: readonly [string, number][]): FolderSize {
  const sorted = sizes.toSorted(([, a], [, b]) => a - b);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1]?.[1] ?? 0;
  const [largest = "", max = 0] = sorted.at(-1) ?? [];
  return { folder, files: sorted.length, median: at(0.5), p90: at(0.9), max, largest };
}
