import { describe, expect, test } from "vitest";
import { mermaidBlock, parseFlowchart } from "../../../dev/laws/flowchart.ts";

const chart = (...lines: string[]): string => ["flowchart LR", ...lines, ""].join("\n");
const PAIR = ['  a["Phone"]', '  b[("Files")]'];

test("nodes and arrows are read", () => {
  expect(parseFlowchart(chart(...PAIR, "", "  a -->|fixes and photos| b"))).toEqual({
    nodes: new Map([
      ["a", "Phone"],
      ["b", "Files"],
    ]),
    edges: [{ from: "a", label: "fixes and photos", to: "b" }],
  });
});

describe("a drawing is refused with", () => {
  test.each([
    ["another kind", "graph LR\n", "not a flowchart"],
    ["an arrow to nowhere", chart(...PAIR, "  a -->|x| c", "  a -->|x| b"), "no node for c"],
    ["a node without arrow", chart(...PAIR, '  c["Alone"]', "  a -->|x| b"), "no arrow for c"],
    ["an id drawn twice", chart(...PAIR, '  a["Again"]', "  a -->|x| b"), "id not free"],
    ["a word of the language as id", chart('  end["End"]'), "id not free"],
    ["an unquoted label", chart("  a[Phone (old)]"), "not plain Mermaid"],
    ["a quote in a label", chart('  a["the "phone""]'), "not plain Mermaid"],
    ["an open bracket", chart('  a["Phone"'), "not plain Mermaid"],
    ["a style", chart("  style a fill:red"), "not plain Mermaid"],
    ["an arrow without label", chart(...PAIR, "  a --> b"), "not plain Mermaid"],
    ["a wrong arrow", chart(...PAIR, "  a ->|x| b"), "not plain Mermaid"],
  ])("%s", (_what, text, reason) => {
    expect(() => parseFlowchart(text)).toThrow(reason);
  });
});

test("a page has exactly one drawing", () => {
  const block = "```mermaid\nflowchart LR\n```\n";
  expect(mermaidBlock(`# Page\n\n${block}`)).toBe("flowchart LR\n");
  expect(() => mermaidBlock("# Page\n")).toThrow("exactly one");
  expect(() => mermaidBlock(block + block)).toThrow("exactly one");
});
