import { type Db, openDb } from "../../src/db/client.ts";
import type { ExplainingEndpoint } from "./explaining-endpoint.ts";
import { HOT_QUERIES, type HotQuery, SORTED_ROWS_MAX } from "./hot-queries.ts";
import { buffersOf, type RanStatement, sortedRows } from "./plan.ts";
import type { Sample } from "./samples.ts";

/** A table of fewer rows than this is read whole whatever indexes it has, and rightly. */
const FEW_ROWS = 500;
/** The first ask finds nothing in memory; a slow disk is not what is looked for. */
const TIMEOUT_MS = 60_000;

/** What one hot query did for all samples. */
export interface Asked {
  readonly name: string;
  /** Of all its statements together, once for each sample. */
  readonly ms: readonly number[];
  /** 8 KiB each, the most that one sample needed. */
  readonly buffers: number;
  readonly faults: readonly string[];
}

/** Asks every hot query for every sample, one after the other, as the app's role behind each tenant's wall. */
export async function askAll(
  url: string,
  endpoint: ExplainingEndpoint,
  samples: readonly Sample[],
): Promise<readonly Asked[]> {
  const db = openDb({ url, readUrl: url, proxy: endpoint.url, timeoutMs: TIMEOUT_MS }, () => {});
  const asked: Asked[] = [];
  for (const query of HOT_QUERIES) asked.push(await askFor(db, endpoint, query, samples));
  return asked;
}

async function askFor(
  db: Db,
  endpoint: ExplainingEndpoint,
  query: HotQuery,
  samples: readonly Sample[],
): Promise<Asked> {
  const runs: RanStatement[][] = [];
  for (const sample of samples) {
    const tenant = db.forTenant({ tenantId: sample.tenantId, actor: "explain", requestId: "explain" });
    const answer = await query.ask(tenant, sample, db);
    if (!answer.ok) throw new Error(`${query.name} failed: ${JSON.stringify(answer.error)}`);
    runs.push(endpoint.take());
  }
  const sum = (run: readonly RanStatement[], what: (one: RanStatement) => number) =>
    run.reduce((total, one) => total + what(one), 0);
  return {
    name: query.name,
    ms: runs.map((run) => sum(run, ({ ms }) => ms)),
    buffers: Math.max(...runs.map((run) => sum(run, buffersOf))),
    faults: faultsOf(query, runs.flat()),
  };
}

function faultsOf({ name, sorts }: HotQuery, ran: readonly RanStatement[]): string[] {
  const scanned = new Map<string, number>();
  for (const [table, rows] of ran.flatMap(({ scannedRows }) => [...scannedRows]))
    scanned.set(table, Math.max(rows, scanned.get(table) ?? 0));
  const scans = [...scanned]
    .filter(([, rows]) => rows >= FEW_ROWS)
    .map(([table, rows]) => `${name}: ${rows} rows of ${table} are read from its beginning`);
  const most = Math.max(...ran.map(({ plan }) => sortedRows(plan)));
  const allowed = sorts?.rows ?? SORTED_ROWS_MAX;
  return most > allowed ? [...scans, `${name}: ${most} rows are sorted, and ${allowed} may be`] : scans;
}
