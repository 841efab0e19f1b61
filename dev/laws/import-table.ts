/** Who may import whom. The table is the law; docs/decisions/0001 says why. */
export type Layer = keyof typeof IMPORT_TABLE;

type Row = {
  /** Other folders of src/ it may import. Its own folder is always allowed. */
  layers: readonly string[];
  /** Packages it may import, each with its subpaths. A trailing colon allows the whole scheme. */
  packages: readonly string[];
};

const CONTRACT = ["domain", "protocol"];
const ALL = ["db", "platform", "services", "objects", "http", "jobs", "domain", "protocol"];

// zod is allowed where something enters that the wire contract does not describe: configuration, what an object or a
// browser stored, the OpenAPI document, and JSON columns.
export const IMPORT_TABLE = {
  protocol: { layers: [], packages: ["zod"] },
  domain: { layers: ["protocol"], packages: [] },
  db: { layers: CONTRACT, packages: ["drizzle-orm", "@neondatabase/serverless", "zod"] },
  platform: {
    layers: CONTRACT,
    packages: ["cloudflare:workers", "@levischuck/tiny-cbor", "jose", "libphonenumber-js", "uuidv7", "zod"],
  },
  services: { layers: ["db", "platform", ...CONTRACT], packages: [] },
  objects: { layers: ["platform", ...CONTRACT], packages: ["cloudflare:workers", "zod"] },
  http: { layers: ["services", "platform", ...CONTRACT], packages: ["hono", "zod"] },
  jobs: { layers: ["services", "platform", ...CONTRACT], packages: [] },
  web: {
    layers: CONTRACT,
    packages: [
      "preact",
      "@preact/signals",
      "@protomaps/basemaps",
      "@simplewebauthn/browser",
      "maplibre-gl",
      "virtual:",
      "vite/client",
      "zod",
    ],
  },
  "web tools": { layers: ["web", ...CONTRACT], packages: ["vite", "node:"] },
  worker: { layers: ALL, packages: ["cloudflare:workers", "hono"] },
} as const satisfies Record<string, Row>;

/** Run by Node when the pages are built; everything else under src/web/ runs in a browser. */
const WEB_TOOLS = ["src/web/build.ts", "src/web/vite.config.ts"];
const WEB_TOOLS_FOLDER = "src/web/build/";

/** The layer of a path under src/, or undefined where the law knows none. */
export function layerOf(path: string): Layer | undefined {
  if (path === "src/worker.ts") return "worker";
  if (WEB_TOOLS.includes(path) || path.startsWith(WEB_TOOLS_FOLDER)) return "web tools";
  const [, folder, inside] = path.split("/");
  return folder !== undefined && inside !== undefined && isLayer(folder) ? folder : undefined;
}

function isLayer(name: string): name is Layer {
  return Object.hasOwn(IMPORT_TABLE, name);
}
