import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import {
  RECORD_MAX_LINES,
  brokenLinks,
  existsInRepository,
  faultyRecords,
  readDocuments,
  unknownCommands,
} from "../../../dev/laws/documents.ts";
import { mermaidBlock, parseFlowchart } from "../../../dev/laws/flowchart.ts";
import { IMPORT_TABLE } from "../../../dev/laws/import-table.ts";
import { planted } from "./planted-tree.ts";

const Manifest = z.object({ scripts: z.record(z.string(), z.string()) });

const pages = readDocuments();
const { scripts } = Manifest.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8")),
);
const architecture = pages.get("docs/architecture.md") ?? "";

test("every link between the documents leads somewhere", () => {
  expect(brokenLinks(pages, existsInRepository)).toEqual([]);
});

test("every command that the documents name exists", () => {
  expect(unknownCommands(pages, Object.keys(scripts))).toEqual([]);
});

test("every decision record is short, numbered and whole", () => {
  expect(faultyRecords(pages)).toEqual([]);
});

test("the architecture's drawing renders and shows the way of a fact to Postgres", () => {
  const { edges } = parseFlowchart(mermaidBlock(architecture));
  const arrows = edges.map(({ from, to }) => `${from} ${to}`);
  expect(arrows).toEqual(
    expect.arrayContaining([
      "phone worker",
      "worker trip",
      "trip outbox",
      "outbox queue",
      "queue consumer",
      "consumer postgres",
    ]),
  );
});

test("the architecture's folder table names every layer", () => {
  const named = [...architecture.matchAll(/^\| `src\/(?<layer>[a-z]+)(?:\/|\.ts)`/gm)].map(
    (row) => row.groups?.["layer"],
  );
  expect(new Set(named)).toEqual(new Set(Object.keys(IMPORT_TABLE).filter((layer) => layer !== "web tools")));
});

test("a broken link is found", () => {
  const tree = planted({ "docs/a.md": "[b](b.md) [c](../c.md#part) [far](https://example.com) [here](#top)" });
  expect(brokenLinks(tree, (path) => path === "docs/b.md")).toEqual(["docs/a.md -> ../c.md"]);
});

test("an unknown command is found", () => {
  const tree = planted({ "A.md": "`npm run dev`, `npm run launch`, `npm ci`, `npm test`" });
  expect(unknownCommands(tree, ["dev"])).toEqual(["A.md: npm run launch", "A.md: npm run test"]);
});

test("a faulty decision record is found", () => {
  const whole = "## Context\n\n## Decision\n\n## Consequences\n";
  const tree = planted({
    "docs/decisions/0001-a.md": `# 0001 A\n\n${whole}`,
    "docs/decisions/0003-b.md": `# 0002 B\n\n## Context\n${"x\n".repeat(RECORD_MAX_LINES)}## Decision\n`,
  });
  expect(faultyRecords(tree)).toEqual([
    "docs/decisions/0003-b.md: number 0003 where 2 is next",
    "docs/decisions/0003-b.md: title does not repeat the number",
    "docs/decisions/0003-b.md: 44 lines, 40 allowed",
    "docs/decisions/0003-b.md: no Consequences",
  ]);
});
