import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { catalogText } from "./build/catalog-text.ts";
import { earlyScript } from "./build/early-script.ts";
import { precacheList } from "./build/precache-list.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const WORKER_URL = process.env["WORKER_URL"] ?? "http://localhost:8787";

/** Addresses without a hash that the installed app needs offline; the hashed ones follow from the landing page's imports. */
const PRECACHED = ["/", "/manifest.webmanifest", "/icons/icon.svg", "/icons/icon-192.png"];

export default defineConfig({
  root: here("./"),
  // Every page is a file of its own; an unknown address must not answer with the landing page.
  appType: "mpa",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [catalogText(), earlyScript("theme"), precacheList({ worker: "sw", page: "landing", fixed: PRECACHED })],
  build: {
    outDir: here("../../dist/web"),
    // Emptying would leave a running dev server without assets; build.ts removes what nobody needs any more.
    emptyOutDir: false,
    target: "es2024",
    // The first versions that know light-dark(), in which every colour is written; they know all else that is used.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    reportCompressedSize: false,
    // The map library has 1.1 MB before gzip; pages fetch it when they want a map.
    chunkSizeWarningLimit: 1_200,
    modulePreload: {
      polyfill: false,
      // Links that scripts insert carry no nonce, so the content security policy would refuse them.
      resolveDependencies: (_file, dependencies, { hostType }) => (hostType === "html" ? dependencies : []),
    },
    rolldownOptions: {
      input: {
        landing: here("./index.html"),
        docs: here("./docs/index.html"),
        account: here("./account/index.html"),
        team: here("./team/index.html"),
        dispatch: here("./dispatch/index.html"),
        outbox: here("./outbox/index.html"),
        track: here("./track/index.html"),
        "track-closed": here("./track/closed/index.html"),
        help: here("./help/index.html"),
        "not-found": here("./not-found/index.html"),
        theme: here("./shared/theme-early.ts"),
        sw: here("./sw.ts"),
      },
      output: {
        // A service worker is found by its address, so its name never changes.
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ["/api", "/health", "/tiles", "/t/", "/h/", "/ws"].map((path) => [
        path,
        { target: WORKER_URL, ws: path === "/ws" },
      ]),
    ),
  },
});
