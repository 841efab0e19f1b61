import * as z from "zod";

export interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string | undefined;
  /** A mean over its loops. */
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly Plans?: readonly PlanNode[] | undefined;
}

const PlanNode: z.ZodType<PlanNode> = z.object({
  "Node Type": z.string(),
  "Relation Name": z.string().optional(),
  "Actual Rows": z.number(),
  "Actual Loops": z.number(),
  "Shared Hit Blocks": z.number(),
  "Shared Read Blocks": z.number(),
  get Plans() {
    return z.array(PlanNode).optional();
  },
});

/** What EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) answers: one row with one column. */
export const Explained = z.tuple([
  z.object({ Plan: PlanNode, "Planning Time": z.number(), "Execution Time": z.number() }),
]);

/** A statement as it was run, and what it touched. */
export interface RanStatement {
  readonly text: string;
  readonly plan: PlanNode;
  readonly ms: number;
  /** Rows read one table after the other from its beginning, those inside of functions too. */
  readonly scannedRows: ReadonlyMap<string, number>;
}

/** How many rows its sorts were given, at most by one of them. */
export function sortedRows(node: PlanNode): number {
  const below = node.Plans ?? [];
  // An incremental sort is given rows in runs that are in order already: only what it kept at a time counts, which is little.
  const own = node["Node Type"] === "Sort" ? below.reduce((sum, child) => sum + rowsOf(child), 0) : 0;
  return Math.max(own, ...below.map(sortedRows));
}

export function buffersOf({ plan }: RanStatement): number {
  return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
}

function rowsOf(node: PlanNode): number {
  return node["Actual Rows"] * node["Actual Loops"];
}
