import { moduleFacts } from "./module-facts.ts";
import { lineCount } from "./sizes.ts";
import { isModule } from "./source-tree.ts";
import type { SourceTree } from "./source-tree.ts";

/** Every codebase we learned from has one file that grew past a thousand lines because nothing stopped it. */
export const MAX_LINES = 300;

const KEBAB_FOLDER = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
// Dots separate roles, as in `trip-state.test.ts` and `worker-configuration.d.ts`.
const KEBAB_FILE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+$/;
/** Names that say nothing, so everything ends up in them. */
const EMPTY_NAMES = new Set(["util", "utils", "helper", "helpers", "misc", "common"]);
/** Tools that insist on a default export. */
const DEFAULT_EXPORT_ALLOWED = /^src\/worker\.ts$|\.config\.ts$/;
/** The runtime looks for the object classes on the entry module. */
const RE_EXPORT_ALLOWED = /^src\/worker\.ts$/;

/** Each file that breaks a law of size, name or export as `file: reason`. */
export function misshapenFiles(files: SourceTree): string[] {
  return [...files].flatMap(([file, source]) =>
    [...whyBadName(file), ...whyBadSize(source), ...whyBadExports(file, source)].map((reason) => `${file}: ${reason}`),
  );
}

function whyBadName(file: string): string[] {
  const segments = file.split("/");
  const name = segments.at(-1) ?? "";
  const folders = segments.slice(0, -1);
  const reasons: string[] = [];
  if (!KEBAB_FILE.test(name) || !folders.every((folder) => KEBAB_FOLDER.test(folder))) reasons.push("not kebab-case");
  const words = segments.flatMap((segment) => segment.split(/[-.]/));
  const empty = words.find((word) => EMPTY_NAMES.has(word));
  if (empty !== undefined) reasons.push(`"${empty}" names nothing`);
  if (/^types\.tsx?$/.test(name)) reasons.push("a type lives beside the code that owns it");
  return reasons;
}

function whyBadSize(source: string): string[] {
  const lines = lineCount(source);
  return lines > MAX_LINES ? [`${lines} lines, ${MAX_LINES} allowed`] : [];
}

function whyBadExports(file: string, source: string): string[] {
  if (!isModule(file)) return [];
  const facts = moduleFacts(file, source);
  const reasons: string[] = [];
  if (facts.hasDefaultExport && !DEFAULT_EXPORT_ALLOWED.test(file)) reasons.push("default export");
  if ((facts.hasExportStar || facts.onlyReExports) && !RE_EXPORT_ALLOWED.test(file)) reasons.push("barrel");
  return reasons;
}
