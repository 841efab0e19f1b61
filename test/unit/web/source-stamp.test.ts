import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sourceStamp } from "../../../src/web/build/source-stamp.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "doorstep-stamp-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  mkdirSync(join(path, "deep"));
  writeFileSync(join(path, "a.ts"), "1");
  writeFileSync(join(path, "deep", "b.ts"), "2");
  return path;
}

test("touching a file changes nothing", () => {
  const path = folder();
  const before = sourceStamp([path]);
  utimesSync(join(path, "a.ts"), 1, 1);
  expect(sourceStamp([path])).toBe(before);
});

test("another byte, another name and another place each change the stamp", () => {
  const path = folder();
  const stamps = [sourceStamp([path])];
  writeFileSync(join(path, "deep", "b.ts"), "3");
  stamps.push(sourceStamp([path]));
  writeFileSync(join(path, "c.ts"), "");
  stamps.push(sourceStamp([path]));
  rmSync(join(path, "c.ts"));
  writeFileSync(join(path, "deep", "c.ts"), "");
  stamps.push(sourceStamp([path]));
  expect(new Set(stamps).size).toBe(stamps.length);
});
