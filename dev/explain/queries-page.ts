import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../paths.ts";
import { quantile } from "../quantile.ts";
import type { Asked } from "./ask-all.ts";
import { SORTED_ROWS_MAX } from "./hot-queries.ts";
import type { Size } from "./make-rows.ts";

export interface Explained {
  readonly size: Size;
  readonly samples: number;
  readonly engine: string;
  readonly asked: readonly Asked[];
  readonly overHttp: ReadonlyMap<string, readonly number[]>;
}

const HEAD = ["query", "p50 ms", "p95 ms", "most pages read", "over HTTP, p95 ms"];

export function rowsOf({ asked, overHttp }: Explained): string[][] {
  const shown = (values: readonly number[] | undefined, part: number) => {
    const value = values && quantile(values, part);
    return value === undefined ? "" : value.toFixed(value < 10 ? 1 : 0);
  };
  return asked.map(({ name, ms, buffers }) => [
    name,
    shown(ms, 0.5),
    shown(ms, 0.95),
    String(buffers),
    shown(overHttp.get(name), 0.95),
  ]);
}

/** docs/queries.md, written anew by each whole run. */
export function writePage(explained: Explained): void {
  const { size, samples, engine } = explained;
  const number = (value: number) => value.toLocaleString("en-US");
  const text = `# Queries at size

Written by \`npm run explain\`, which makes the rows, asks every hot query with the product's own functions and client, as the
app's role behind each tenant's wall, under EXPLAIN (ANALYZE, BUFFERS), and fails on two things: a table read from its
beginning, and a sort of more than a page of ${SORTED_ROWS_MAX - 1} rows, unless the query says how many more and why. Scans are taken from
Postgres' own counters, because a plan does not show what functions do inside. \`npm test\` asks the same of a small database.

${number(size.shipments)} shipments, ${number(size.trips)} trips with their stops, events, proofs, links and tracks,
${number(size.drivers)} drivers, ${size.tenants} tenants of which the largest has a third of everything; ${engine}. Times are
Postgres' own, planning included, for ${samples} different samples of each query, in a database that was just made and is in
memory for the most part. A page is 8 KiB. Over HTTP they are what a client waits for: workerd, the endpoint that stands for
Neon's, a second and a third statement, and opening what is sealed, all on the machine that also asks.

${table([HEAD, ...rowsOf(explained)])}
`;
  writeFileSync(join(ROOT, "docs", "queries.md"), text);
}

function table([head = [], ...rows]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}
