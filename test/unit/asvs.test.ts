import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { ROOT } from "../../dev/paths.ts";

/** Fewer would mean that the file was not read. */
const ROWS_MIN = 60;
const SEPARATOR = " › ";

const Row = z.strictObject({
  id: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** The third level is not aimed at: what of it is met anyway stands here too. */
  level: z.enum(["1", "2", "3"]),
  requirement: z.string().min(1),
  status: z.enum(["met", "partly", "later", "n/a"]),
  where: z.string().min(1),
  test: z.string(),
});
type Row = z.infer<typeof Row>;

const rows = readRows(readFileSync(join(ROOT, "docs/asvs.csv"), "utf8"));

test("the list of requirements is read, and each stands in it once", () => {
  expect(rows.length).toBeGreaterThanOrEqual(ROWS_MIN);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test("whatever is met has a test, and every test that is named exists", () => {
  const unproven = rows.filter(({ status, test: named }) => (status === "met" || named !== "") && !exists(named));
  expect(unproven.map(({ id, test: named }) => `${id}: ${named}`)).toEqual([]);
});

test("a test that is not there is noticed", () => {
  expect(exists(`test/unit/asvs.test.ts${SEPARATOR}a test that is not there is noticed`)).toBe(true);
  expect(exists(`test/unit/asvs.test.ts${SEPARATOR}${["no", "such", "test"].join(" ")}`)).toBe(false);
  expect(exists(`test/unit/nowhere.test.ts${SEPARATOR}x`)).toBe(false);
  expect(exists("")).toBe(false);
});

function exists(named: string): boolean {
  const [file = "", name = ""] = named.split(SEPARATOR);
  const path = join(ROOT, file);
  return file.endsWith(".test.ts") && existsSync(path) && readFileSync(path, "utf8").includes(`"${name}"`);
}

function readRows(text: string): Row[] {
  const [head = "", ...lines] = text.trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain,
    );
    return Row.parse(Object.fromEntries(names.map((name, index) => [name, cells[index]])));
  });
}
