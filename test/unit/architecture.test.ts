import { expect, test } from "vitest";
import { importEdges, forbiddenImports } from "../../dev/laws/imports.ts";
import { misplacedUses } from "../../dev/laws/places.ts";
import { misshapenFiles } from "../../dev/laws/shape.ts";
import { folderSizes } from "../../dev/laws/sizes.ts";
import { isModule, readSourceTree } from "../../dev/laws/source-tree.ts";

const tree = readSourceTree();
const sizes = folderSizes(tree).find((row) => row.folder === "all of src");

test("imports follow the layer table", () => {
  expect(forbiddenImports(tree)).toEqual([]);
});

// A reader that finds nothing would approve everything, so a second, cruder one counts along.
test("the law saw every import that a plain text search sees", () => {
  const crude = [...tree]
    .filter(([file]) => file.startsWith("src/") && isModule(file))
    .flatMap(([, source]) => [...source.matchAll(/^(?:import|export) [^"']*?from "[^"]+";$|^import "[^"]+";$/gm)]);
  expect(crude.length).toBeGreaterThan(100);
  expect(importEdges(tree).length).toBeGreaterThanOrEqual(crude.length);
});

test("alarms, object names, SQL and the console stay where they belong", () => {
  expect(misplacedUses(tree)).toEqual([]);
});

test(`names, sizes and exports follow the law (src: ${sizes?.files} files, median ${sizes?.median} lines)`, () => {
  expect(misshapenFiles(tree)).toEqual([]);
});
