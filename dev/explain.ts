// `npm run explain`: asks every hot query of a database with a million shipments, looks at what Postgres does for it, and
// writes docs/queries.md. `--again` takes the rows that the last run left, with the migrations that came since. `--quick` does
// it at a tenth of the size, without the Worker, and writes nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "pg";
import { importSigningKeys } from "../src/platform/signing-keys.ts";
import { Api } from "./chaos/api.ts";
import { openCluster } from "./cluster.ts";
import { makeSecrets, type Secrets } from "./dev-vars.ts";
import { askAll, type Asked } from "./explain/ask-all.ts";
import { startExplainingEndpoint } from "./explain/explaining-endpoint.ts";
import { FULL_SIZE, makeRows, type Size } from "./explain/make-rows.ts";
import { askOverHttp } from "./explain/over-http.ts";
import { type Explained, rowsOf, writePage } from "./explain/queries-page.ts";
import { type Sample, takeSamples } from "./explain/samples.ts";
import { sealRows } from "./explain/seal-rows.ts";
import { messageOf } from "./message-of.ts";
import { ensureDatabase, migrateDatabase, withClient } from "./migrate.ts";
import { startNeonProxy } from "./neon-proxy.ts";
import { freePort } from "./ports.ts";
import { Shutdown } from "./shutdown.ts";
import type { Query } from "./tenant-rows.ts";
import { startWorker } from "./worker-process.ts";

const FIRST_PORT = 9_700;
/** A p95 that is not the worst of all. */
const SAMPLES = 40;
const DATABASE = "explain";

const isQuick = process.argv.includes("--quick");
const isAgain = process.argv.includes("--again");
const size: Size = isQuick
  ? { ...FULL_SIZE, drivers: 600, trips: FULL_SIZE.trips / 10, shipments: FULL_SIZE.shipments / 10 }
  : FULL_SIZE;
const shutdown = new Shutdown();

try {
  const faults = await run();
  for (const fault of faults) console.error(fault);
  await shutdown.exit(faults.length > 0 ? 1 : 0);
} catch (error) {
  console.error(messageOf(error));
  await shutdown.exit(1);
}

async function run(): Promise<string[]> {
  const cluster = await openCluster({ name: "explain-postgres", durable: false, port: FIRST_PORT + 1 });
  shutdown.add(() => cluster.release());
  if (!isAgain)
    await withClient(cluster.adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`));
  const ownerUrl = await ensureDatabase(cluster.adminUrl, DATABASE);
  const appUrl = await migrateDatabase(ownerUrl, new URL(cluster.adminUrl).password);
  const { samples, engine } = await timed(`${size.shipments} shipments made`, () => withClient(ownerUrl, fill));
  const asked = await timed("explained", () => explainAll(appUrl, samples));
  const explained: Explained = { size, samples: samples.length, engine, asked, overHttp: new Map() };
  if (isQuick) {
    show(explained);
  } else {
    // What took minutes is kept, even if the Worker does not start.
    writePage(explained);
    const overHttp = await timed("asked through the Worker", () => timeOverHttp(ownerUrl, appUrl, samples));
    show({ ...explained, overHttp });
    writePage({ ...explained, overHttp });
  }
  return asked.flatMap(({ faults }) => faults);
}

function show(explained: Explained): void {
  for (const cells of rowsOf(explained)) console.log(cells.map((cell, index) => cell.padEnd(index ? 9 : 34)).join(""));
}

/** A whole run takes minutes: each part says when it is over. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const done = await work();
  console.log(`${what} in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
  return done;
}

async function fill(client: Client): Promise<{ samples: Sample[]; engine: string }> {
  const query = (text: string, values?: unknown[]) => client.query(text, values);
  // Sorting what a dozen indexes want in 64 MB at a time would take longer.
  await query("SET maintenance_work_mem = '512MB'");
  if (!isAgain || !(await hasRows(query))) await makeRows(query, size);
  const version = await client.query<{ server_version: string }>("SHOW server_version");
  return { samples: await takeSamples(query, SAMPLES), engine: `Postgres ${version.rows[0]?.server_version ?? ""}` };
}

async function hasRows(query: Query): Promise<boolean> {
  return (await query("SELECT FROM shipments LIMIT 1")).rows.length > 0;
}

async function explainAll(appUrl: string, samples: readonly Sample[]): Promise<readonly Asked[]> {
  const endpoint = await startExplainingEndpoint(appUrl);
  try {
    return await askAll(appUrl, endpoint, samples);
  } finally {
    await endpoint.stop();
  }
}

async function timeOverHttp(
  ownerUrl: string,
  appUrl: string,
  samples: readonly Sample[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const secrets: Secrets = await makeSecrets();
  await withClient(ownerUrl, (client) => sealRows((text, values) => client.query(text, values), secrets, samples));
  const proxy = await startNeonProxy({ port: await freePort(FIRST_PORT + 2), hosts: [new URL(appUrl).hostname] });
  shutdown.add(() => proxy.stop());
  const persistTo = mkdtempSync(join(tmpdir(), "doorstep-explain-"));
  shutdown.add(() => rmSync(persistTo, { recursive: true, force: true }));
  const worker = await startWorker({
    port: await freePort(FIRST_PORT),
    vars: { ...secrets, DATABASE_URL: appUrl, DATABASE_URL_READ: appUrl, NEON_PROXY: proxy.url },
    persistTo,
    name: "explain",
    onLine: () => {},
  });
  shutdown.add(() => worker.stop());
  const keys = await importSigningKeys(secrets.SIGNING_KEYS);
  if (!keys.ok) throw new Error(keys.error.problems.join());
  const { value } = keys;
  return askOverHttp(({ tenantId, regionId }) => new Api(worker.url, value, { tenantId, regionId }), samples);
}
