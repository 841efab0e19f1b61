import { describe, expect, test } from "vitest";
import { MAX_LINES, misshapenFiles } from "../../../dev/laws/shape.ts";
import { folderSizes, lineCount } from "../../../dev/laws/sizes.ts";
import { planted } from "./planted-tree.ts";

const lines = (count: number): string => "// line\n".repeat(count);

const REFUSED: [why: string, file: string, source: string, reason: string][] = [
  ["a file over the cap", "src/domain/eta.ts", lines(MAX_LINES + 1), "301 lines, 300 allowed"],
  ["a style sheet over the cap", "src/web/shared/base.css", lines(MAX_LINES + 1), "301 lines, 300 allowed"],
  ["camel case", "src/domain/tripState.ts", "", "not kebab-case"],
  ["a capital", "src/web/driver/App.tsx", "", "not kebab-case"],
  ["snake case", "test/unit/trip_state.test.ts", "", "not kebab-case"],
  ["a folder's capital", "src/web/Driver/app.tsx", "", "not kebab-case"],
  ["utils", "src/domain/utils.ts", "", '"utils" names nothing'],
  ["helpers inside a name", "test/support/socket-helpers.ts", "", '"helpers" names nothing'],
  ["a misc folder", "dev/misc/a.ts", "", '"misc" names nothing'],
  ["common", "src/web/common/a.ts", "", '"common" names nothing'],
  ["a heap of types", "src/protocol/types.ts", "", "a type lives beside the code that owns it"],
  ["a default export", "src/domain/eta.ts", "export default function eta() {}", "default export"],
  ["a named default", "src/domain/eta.ts", "const eta = 1; export { eta as default };", "default export"],
  ["a star", "src/domain/eta.ts", 'export * from "./geo.ts"; export const eta = 1;', "barrel"],
  ["a barrel", "src/domain/eta.ts", 'export { a } from "./a.ts"; export type { B } from "./b.ts";', "barrel"],
];

const ACCEPTED: [file: string, source: string][] = [
  ["src/domain/eta.ts", lines(MAX_LINES)],
  ["src/worker.ts", 'export { TripObject } from "./objects/trip/trip-object.ts"; export default {};'],
  ["vitest.config.ts", "export default {};"],
  ["src/web/vite.config.ts", "export default {};"],
  ["test/unit/trip-state.test.ts", "export const a = 1;"],
  ["src/web/shared/i18n.ts", "export const a = 1;"],
  ["src/http/middleware/request-log.ts", "export const a = 1;"],
];

describe("the law of shape refuses", () => {
  test.each(REFUSED)("%s", (_why, file, source, reason) => {
    expect(misshapenFiles(planted({ [file]: source }))).toEqual([`${file}: ${reason}`]);
  });
});

describe("the law of shape accepts", () => {
  test.each(ACCEPTED)("%s", (file, source) => {
    expect(misshapenFiles(planted({ [file]: source }))).toEqual([]);
  });
});

test("a line is counted once, with or without a newline at the end", () => {
  expect([lineCount("a\nb\n"), lineCount("a\nb"), lineCount("a")]).toEqual([2, 2, 1]);
});

test("sizes are reported for each folder and for all of src", () => {
  const tree = planted({
    "src/domain/a.ts": lines(10),
    "src/domain/b.ts": lines(20),
    "src/domain/c.ts": lines(90),
    "src/worker.ts": lines(30),
    "src/web/base.css": lines(200),
    "dev/cluster.ts": lines(5),
  });
  expect(folderSizes(tree)).toEqual([
    { folder: "dev", files: 1, median: 5, p90: 5, max: 5, largest: "dev/cluster.ts" },
    { folder: "src", files: 1, median: 30, p90: 30, max: 30, largest: "src/worker.ts" },
    { folder: "src/domain", files: 3, median: 20, p90: 90, max: 90, largest: "src/domain/c.ts" },
    { folder: "all of src", files: 4, median: 20, p90: 90, max: 90, largest: "src/domain/c.ts" },
  ]);
});
