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
  { page: "outbox/index.html", scripts: 35, styles: 10 },
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

function gzippedKib(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(OUTPUT, file)), { level: 9 }).length, 0) / KIB;
}
