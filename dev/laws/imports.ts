import { posix } from "node:path";
import { IMPORT_TABLE, layerOf } from "./import-table.ts";
import type { Layer } from "./import-table.ts";
import { moduleFacts } from "./module-facts.ts";
import { isModule } from "./source-tree.ts";
import type { SourceTree } from "./source-tree.ts";

export type Edge = { file: string; target: string };

const COMPUTED = "import(…)";

/** Every import in src/, one edge each. */
export function importEdges(files: SourceTree): Edge[] {
  const edges: Edge[] = [];
  for (const [file, source] of files) {
    if (!file.startsWith("src/") || !isModule(file)) continue;
    const facts = moduleFacts(file, source);
    for (const target of facts.targets) edges.push({ file, target });
    for (let count = 0; count < facts.computedImports; count++) edges.push({ file, target: COMPUTED });
  }
  return edges;
}

/** Each forbidden import as `file -> target: reason`. */
export function forbiddenImports(files: SourceTree): string[] {
  return importEdges(files).flatMap((edge) => {
    const reason = whyForbidden(edge);
    return reason === undefined ? [] : [`${edge.file} -> ${edge.target}: ${reason}`];
  });
}

function whyForbidden({ file, target }: Edge): string | undefined {
  const layer = layerOf(file);
  if (layer === undefined) return "the file is in no layer of the import table";
  if (target === COMPUTED) return "a computed target cannot be checked";
  if (!target.startsWith(".")) return whyPackageForbidden(layer, target);

  const path = posix.join(posix.dirname(file), target);
  const to = layerOf(path);
  if (to === undefined) return "the target is in no layer of the import table";
  const allowed: readonly string[] = IMPORT_TABLE[layer].layers;
  if (to !== layer && !allowed.includes(to)) return `${layer} may import ${list(allowed)}`;
  return layer === "web" && to === "web" ? whyWebForbidden(file, path) : undefined;
}

function whyPackageForbidden(layer: Layer, target: string): string | undefined {
  const allowed: readonly string[] = IMPORT_TABLE[layer].packages;
  const matches = (name: string): boolean =>
    target === name || target.startsWith(name.endsWith(":") ? name : `${name}/`);
  return allowed.some(matches) ? undefined : `${layer} may import the packages ${list(allowed)}`;
}

/** Two web apps share code through src/web/shared/ alone, so that each page loads only what it needs. */
function whyWebForbidden(file: string, target: string): string | undefined {
  const from = webPart(file);
  const to = webPart(target);
  if (to === from || to === "shared") return undefined;
  return from === "shared" ? "web/shared knows no app" : `the ${from} app may import itself and web/shared`;
}

function webPart(path: string): string {
  const [, , part = "", inside] = path.split("/");
  return inside === undefined ? "root" : part;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}
