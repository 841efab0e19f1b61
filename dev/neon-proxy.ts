// Speaks the HTTP side of Neon's driver in front of any Postgres, so that the Worker runs the same code here and in
// production. Values travel as Postgres' own text: the driver parses them by type.
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { type CustomTypesConfig, Pool, type PoolClient, type QueryArrayResult, type QueryResult } from "pg";
import { listenLocally } from "./ports.ts";

export interface NeonProxy {
  url: string;
  stop: () => Promise<void>;
}

/** Makes the pool for a connection string; the embedded engine without sockets brings its own. */
export type MakePool = (connectionString: string) => Pool;

export interface Statement {
  query: string;
  params?: (string | null)[];
  arrayMode?: boolean;
}

/** Keeps every value as text. Set on the pool: the in-process engine's client does not take it per query. */
export const RAW_TYPES: CustomTypesConfig = { getTypeParser: () => (value: string | Buffer) => value };

const POOL_SIZE = 20;
const CONNECT_TIMEOUT_MS = 5_000;
/** Neon's own limit for a request. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const ISOLATION: Record<string, string> = {
  ReadUncommitted: "READ UNCOMMITTED",
  ReadCommitted: "READ COMMITTED",
  RepeatableRead: "REPEATABLE READ",
  Serializable: "SERIALIZABLE",
};
const ERROR_FIELDS = [
  "code",
  "severity",
  "detail",
  "hint",
  "position",
  "internalPosition",
  "internalQuery",
  "where",
  "schema",
  "table",
  "column",
  "dataType",
  "constraint",
  "file",
  "line",
  "routine",
] as const;

const makeTcpPool: MakePool = (connectionString) =>
  new Pool({ connectionString, types: RAW_TYPES, max: POOL_SIZE, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });

/** `hosts` are the only database hosts it will connect to: the endpoint must not become a way into other networks. */
export async function startNeonProxy(options: {
  /** Any free one where it is left out. */
  port?: number;
  hosts: string[];
  makePool?: MakePool;
  /** Looks at each statement of a batch before it runs, in its transaction and with its rights. */
  before?: (client: PoolClient, statement: Statement) => Promise<void>;
}): Promise<NeonProxy> {
  const makePool = options.makePool ?? makeTcpPool;
  const pools = new Map<string, Pool>();
  const poolFor = (connectionString: string): Pool => {
    const known = pools.get(connectionString);
    if (known) return known;
    if (!options.hosts.includes(new URL(connectionString).hostname))
      throw new Error("this endpoint serves its own database only");
    const pool = makePool(connectionString);
    pool.on("error", () => {}); // an idle connection died with the server; the next query connects anew
    pool.on("connect", (client) => client.on("error", () => {})); // or one in use, between two statements of a batch
    pools.set(connectionString, pool);
    return pool;
  };
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.method !== "POST" || request.url !== "/sql") return void reply(404, { message: "not found" });
    void answer(request, poolFor, options.before).then(
      (body) => reply(200, body),
      (error: unknown) => reply(error instanceof Error && "severity" in error ? 400 : 500, describe(error)),
    );
  });
  const port = await listenLocally(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  poolFor: (url: string) => Pool,
  before: Parameters<typeof startNeonProxy>[0]["before"],
): Promise<unknown> {
  const header = (name: string) => String(request.headers[name] ?? "");
  if (Number(header("content-length")) > MAX_BODY_BYTES) throw new Error("request is too large");
  const body: Statement | { queries: Statement[] } = JSON.parse(await text(request));
  const asArrays = header("neon-array-mode") === "true";
  const client = await poolFor(header("neon-connection-string")).connect();
  let broken = false;
  try {
    if (!("queries" in body)) return await runStatement(client, body, asArrays);
    await client.query(beginStatement(header));
    const results = [];
    for (const statement of body.queries) {
      await before?.(client, statement);
      results.push(await runStatement(client, statement, asArrays));
    }
    await client.query("COMMIT");
    return { results };
  } catch (error) {
    broken = await client.query("ROLLBACK").then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

function beginStatement(header: (name: string) => string): string {
  const name = header("neon-batch-isolation-level");
  const isolation = ISOLATION[name];
  if (name && !isolation) throw new Error("unknown isolation level");
  return [
    "BEGIN",
    isolation ? `ISOLATION LEVEL ${isolation}` : "",
    header("neon-batch-read-only") === "true" ? "READ ONLY" : "",
    header("neon-batch-deferrable") === "true" ? "DEFERRABLE" : "",
  ].join(" ");
}

async function runStatement(client: PoolClient, statement: Statement, asArrays: boolean): Promise<unknown> {
  const rowAsArray = statement.arrayMode ?? asArrays;
  // Extended protocol always, as Neon does: two statements in one string are an error there too.
  const config = { text: statement.query, values: statement.params ?? [], queryMode: "extended" };
  const result: QueryResult | QueryArrayResult = rowAsArray
    ? await client.query({ ...config, rowMode: "array" })
    : await client.query(config);
  const fields = result.fields.map((field) => ({ ...field, format: "text" }));
  return { command: result.command, rowCount: result.rowCount, rowAsArray, rows: result.rows, fields };
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: "unknown error" };
  const known = new Map(Object.entries(error));
  return {
    message: error.message,
    ...Object.fromEntries(ERROR_FIELDS.map((field) => [field, known.get(field) ?? null])),
  };
}
