export type Flowchart = { nodes: Map<string, string>; edges: { from: string; label: string; to: string }[] };

const HEAD = /^flowchart (?:LR|TB)$/;
const NODE = /^ {2}([a-z]+)(?:\["([\w ,.:/-]+)"\]|\[\("([\w ,.:/-]+)"\)\])$/;
const EDGE = /^ {2}([a-z]+) -->\|([\w ,.:/-]+)\| ([a-z]+)$/;
/** Words of the Mermaid language: used as an id, each of them breaks the drawing or vanishes from it. */
const RESERVED = new Set([
  "call",
  "class",
  "click",
  "default",
  "direction",
  "end",
  "flowchart",
  "graph",
  "style",
  "subgraph",
]);

/** The one Mermaid block of a page; it must be there once. */
export function mermaidBlock(markdown: string): string {
  const [block, another] = [...markdown.matchAll(/^```mermaid\n(.*?)^```$/gms)];
  if (block?.[1] === undefined || another !== undefined) throw new Error("expected exactly one mermaid block");
  return block[1];
}

/**
 * Reads the plain part of Mermaid that every renderer draws alike: boxes, stores, labelled arrows. Whatever else stands
 * in the block is refused, so that a page which passes is sure to render without a browser here to prove it.
 */
export function parseFlowchart(text: string): Flowchart {
  const [head = "", ...lines] = text.split("\n");
  if (!HEAD.test(head)) throw new Error(`not a flowchart: ${head}`);
  const chart: Flowchart = { nodes: new Map(), edges: [] };
  for (const line of lines.filter((each) => each !== "")) addLine(chart, line);
  const used = new Set(chart.edges.flatMap(({ from, to }) => [from, to]));
  const undrawn = [...used].filter((id) => !chart.nodes.has(id));
  if (undrawn.length > 0) throw new Error(`no node for ${undrawn.join(", ")}`);
  const alone = [...chart.nodes.keys()].filter((id) => !used.has(id));
  if (alone.length > 0) throw new Error(`no arrow for ${alone.join(", ")}`);
  return chart;
}

function addLine(chart: Flowchart, line: string): void {
  const node = NODE.exec(line);
  const edge = EDGE.exec(line);
  if (node !== null) {
    const [, id = "", box, store = ""] = node;
    if (chart.nodes.has(id) || RESERVED.has(id)) throw new Error(`id not free: ${line}`);
    chart.nodes.set(id, box ?? store);
  } else if (edge !== null) {
    const [, from = "", label = "", to = ""] = edge;
    chart.edges.push({ from, label, to });
  } else throw new Error(`not plain Mermaid: ${line}`);
}
