import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

/** KiB after gzip, of what a page loads before it can be read. A page that needs more needs a reason first. */
const BUDGETS = [
  { page: "index.html", scripts: 35, styles: 10 },
  { page: "docs/index.html", scripts: 60, styles: 14 },
  { page: "account/index.html", scripts: 35, styles: 10 },
  { page: "team/index.html", scripts: 35, styles: 10 },
  { page: "dispatch/index.html", scripts: 60, styles: 14 },
  { page: "outbox/index.html", scripts: 35, styles: 10 },
  { page: "track/index.html", scripts: 10, styles: 6 },
  { page: "help/index.html", scripts: 10, styles: 6 },
  { page: "not-found/index.html", scripts: 35, styles: 10 },
];
const OUTPUT = join(import.meta.dirname, "../../dist/web");
const KIB = 1024;

for (const { page, scripts, styles } of BUDGETS) {
  test(`${page} loads at most ${scripts} KiB of scripts and ${styles} KiB of styles`, () => {
    const html = readFileSync(join(OUTPUT, page), "utf8");
    const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file = ""]) => file);
    const scriptKib = gzippedKib(files.filter((file) => file.endsWith(".js")));
    const styleKib = gzippedKib(files.filter((file) => file.endsWith(".css")));
    expect(scriptKib).toBeGreaterThan(1);
    expect(scriptKib).toBeLessThanOrEqual(scripts);
    expect(styleKib).toBeGreaterThan(1);
    expect(styleKib).toBeLessThanOrEqual(styles);
  });
}

test("the tracking page loads at most 20 KiB of scripts, the map apart", () => {
  const html = readFileSync(join(OUTPUT, "track/index.html"), "utf8");
  const entries = [...html.matchAll(/src="\/assets\/([^"]+)"/g)].map(([, file = ""]) => file);
  const kib = gzippedKib([...withImports(entries)].map((file) => `assets/${file}`));
  process.stdout.write(`tracking page: ${kib.toFixed(1)} KiB of scripts\n`);
  expect(kib).toBeGreaterThan(5);
  expect(kib).toBeLessThanOrEqual(20);
});

/** What is loaded for the map, when it is: a chunk of its own that everything else of it hangs on. */
const MAP_CHUNK = /^vehicle-map-/;

function withImports(files: readonly string[], seen = new Set<string>()): Set<string> {
  for (const file of files) {
    if (seen.has(file) || MAP_CHUNK.test(file)) continue;
    seen.add(file);
    const code = readFileSync(join(OUTPUT, "assets", file), "utf8");
    withImports(
      [...code.matchAll(/["'`]\.\/([\w-]+\.js)["'`]/g)].map(([, found = ""]) => found),
      seen,
    );
  }
  return seen;
}

function gzippedKib(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(OUTPUT, file)), { level: 9 }).length, 0) / KIB;
}
