import type { SourceTree } from "../../../dev/laws/source-tree.ts";

/** A tree of one or more planted files. */
export function planted(files: Record<string, string>): SourceTree {
  return new Map(Object.entries(files));
}
