// Before the pages are built: draws the demo's map into the folder that they are served from, if its sources changed.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DEMO_BASEMAP_PATH } from "../src/domain/tiles/basemap-places.ts";
import { sourceStamp } from "../src/web/build/source-stamp.ts";
import { ROOT } from "./paths.ts";

const OUTPUT = join(ROOT, "dist/web", DEMO_BASEMAP_PATH);
// Beside what is served, as that of the pages.
const RECORD = join(ROOT, "dist/basemap-build.txt");
const DRAWN_BY = ["dev/city", "dev/demo-tenants.ts", "dev/chaos/dice.ts"];
const DRAWN_WITH = ["geo.ts", "curve.ts", "tiles", "track/varint.ts"].map((path) => join("src/domain", path));
const SOURCES = [...DRAWN_BY, ...DRAWN_WITH].map((path) => join(ROOT, path));

export async function buildBasemap(): Promise<"built" | "unchanged"> {
  const stamp = sourceStamp(SOURCES);
  if (existsSync(RECORD) && readFileSync(RECORD, "utf8") === stamp && existsSync(OUTPUT)) return "unchanged";
  // Imported only now: mostly there is nothing to draw, and this runs at every saved file.
  const { demoBasemap } = await import("./city/demo-basemap.ts");
  const { DEMO_CITIES } = await import("./city/city-spec.ts");
  mkdirSync(dirname(OUTPUT), { recursive: true });
  replace(OUTPUT, demoBasemap(DEMO_CITIES));
  replace(RECORD, stamp);
  return "built";
}

/** At once: who reads meanwhile gets the old one or the new one, never a half. */
function replace(file: string, contents: string | Uint8Array): void {
  writeFileSync(`${file}.new`, contents);
  renameSync(`${file}.new`, file);
}

if (import.meta.main) {
  try {
    await buildBasemap();
  } catch (error) {
    console.error(error);
    // A failing hook makes `wrangler dev` hold every request; the last good map, or none, is better.
    if (process.env["WRANGLER_COMMAND"] !== "dev") process.exitCode = 1;
  }
}
