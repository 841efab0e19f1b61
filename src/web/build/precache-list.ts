import { createHash } from "node:crypto";
import type { Plugin, Rolldown } from "vite";

const MARKER = "PRECACHE_LIST";
const VERSION_CHARS = 12;

type Options = {
  /** Entry name of the service worker. */
  readonly worker: string;
  /** Entry name of the page that has to open offline. */
  readonly page: string;
  /** Addresses without a hash. */
  readonly fixed: readonly string[];
};

/**
 * Writes the page's files and a version made of their content into the service worker.
 * The hook runs last: earlier, the bundle still holds style-only chunks that are never written, and one
 * missing file makes the worker's installation fail.
 */
export function precacheList({ worker, page, fixed }: Options): Plugin {
  return {
    name: "precache-list",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const script = entry(bundle, worker);
        const files = [...neededBy(entry(bundle, page), bundle)].toSorted();
        const hash = createHash("sha256");
        for (const file of Object.values(bundle)) if (file !== script) hash.update(contentOf(file));
        const version = hash.digest("hex").slice(0, VERSION_CHARS);
        const list = JSON.stringify({ version, urls: [...fixed, ...files.map((file) => `/${file}`)] });
        if (!script.code.includes(MARKER)) throw new Error(`${script.fileName} does not read ${MARKER}`);
        script.code = script.code.replaceAll(MARKER, list);
      },
    },
  };
}

function entry(bundle: Rolldown.OutputBundle, name: string): Rolldown.OutputChunk {
  for (const file of Object.values(bundle))
    if (file.type === "chunk" && file.isEntry && file.name === name) return file;
  throw new Error(`The build has no entry named ${name}`);
}

function neededBy(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle, seen = new Set<string>()): Set<string> {
  if (seen.has(chunk.fileName)) return seen;
  seen.add(chunk.fileName);
  for (const style of chunk.viteMetadata?.importedCss ?? []) seen.add(style);
  for (const name of [...chunk.imports, ...chunk.dynamicImports]) {
    const next = bundle[name];
    if (next?.type === "chunk") neededBy(next, bundle, seen);
  }
  return seen;
}

function contentOf(file: Rolldown.OutputChunk | Rolldown.OutputAsset): string | Uint8Array {
  return file.type === "chunk" ? file.code : file.source;
}
