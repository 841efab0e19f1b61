import type { PoolClient } from "pg";
import * as z from "zod";
import { type NeonProxy, startNeonProxy, type Statement } from "../neon-proxy.ts";
import { freePort } from "../ports.ts";
import { Explained, type RanStatement } from "./plan.ts";

const FIRST_PORT = 54_390;
/** What a scope sets before the statements that are of interest. */
const SCOPE = /^\s*select\s+set_config/i;
const Scans = z.array(z.object({ relname: z.string(), rows: z.string().transform(Number) }));
const Answer = z.array(z.object({ "QUERY PLAN": z.string() })).length(1);

export interface ExplainingEndpoint {
  readonly url: string;
  /** What has run since the last time. */
  take: () => RanStatement[];
  stop: () => Promise<void>;
}

/** Where the product's own client sends its statements: each is explained where it stands, and then run. */
export async function startExplainingEndpoint(databaseUrl: string): Promise<ExplainingEndpoint> {
  let ran: RanStatement[] = [];
  const proxy: NeonProxy = await startNeonProxy({
    port: await freePort(FIRST_PORT),
    hosts: [new URL(databaseUrl).hostname],
    before: async (client, statement) => {
      if (!SCOPE.test(statement.query)) ran.push(await explain(client, statement));
    },
  });
  return {
    url: proxy.url,
    stop: proxy.stop,
    take: () => {
      const taken = ran;
      ran = [];
      return taken;
    },
  };
}

async function explain(client: PoolClient, { query: text, params = [] }: Statement): Promise<RanStatement> {
  const before = await scans(client);
  const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, params);
  const [answer] = Answer.parse(rows);
  const [explained] = Explained.parse(JSON.parse(answer?.["QUERY PLAN"] ?? ""));
  const scannedRows = new Map(
    [...(await scans(client))].map(([table, count]) => [table, count - (before.get(table) ?? 0)]),
  );
  const ms = explained["Planning Time"] + explained["Execution Time"];
  return { text, plan: explained.Plan, ms, scannedRows };
}

/** Of this transaction so far: unlike a plan, they tell what functions do inside. */
async function scans(client: PoolClient): Promise<Map<string, number>> {
  const { rows } = await client.query(
    "SELECT relname::text, seq_tup_read::text AS rows FROM pg_stat_xact_user_tables WHERE seq_tup_read > 0",
  );
  return new Map(Scans.parse(rows).map(({ relname, rows: count }) => [relname, count]));
}
