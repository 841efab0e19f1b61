import { neon, neonConfig } from "@neondatabase/serverless";
import { sql } from "drizzle-orm";
import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import { drizzle } from "drizzle-orm/neon-http";
import { err, ok, type Result } from "../domain/result.ts";
import type { FactKind } from "../protocol/fact-kind.ts";
import type { TenantId } from "../protocol/ids.ts";
import { uuidFromTypeId } from "../domain/typeid.ts";
import { type DbError, EndpointFailure, isUndone, toDbError } from "./db-error.ts";
import type { Visit } from "./query-guard.ts";
import { touchedBy } from "./touched-facts.ts";

export interface DbConfig {
  readonly url: string;
  /** A replica that may lag behind; the same as `url` where there is none. */
  readonly readUrl: string;
  /** An endpoint of our own that speaks Neon's protocol; undefined for Neon itself. */
  readonly proxy: string | undefined;
  readonly timeoutMs?: number;
}

/** What is known of a query afterwards. Never its values. */
export interface QueryEvent {
  readonly name: string;
  readonly ms: number;
  readonly ok: boolean;
  readonly rows?: number;
  readonly sqlstate?: string;
  readonly retried?: boolean;
}

interface TenantScope {
  readonly tenantId: TenantId;
  /** Who is behind it, for the audit trail: an id, or a job's name. */
  readonly actor: string;
  readonly requestId: string;
}

/**
 * `read` promises that nothing is written; Postgres holds it to that. Such a query is tried a second time when the
 * connection fails, as any query is after a deadlock, and "replica" sends it to the copy: right for lists and reports,
 * wrong for what was just written. A visit that needs the primary is sent there all the same.
 */
interface QueryOptions {
  readonly read?: "primary" | "replica";
}

/** A batch is one request and one transaction. */
interface Queries {
  run<Query extends Statement>(
    name: string,
    query: Query,
    options?: QueryOptions,
  ): Promise<Result<BatchResponse<[Query]>[0], DbError>>;
  batch<Batch extends [Statement, ...Statement[]]>(
    name: string,
    queries: Batch,
    options?: QueryOptions,
  ): Promise<Result<BatchResponse<Batch>, DbError>>;
}

/** Behind one tenant's wall. A type of its own, so that a tenant's query cannot be given the system's queries. */
export interface TenantQueries extends Queries {
  readonly tenantId: TenantId;
}

export interface Db {
  forTenant(scope: TenantScope): TenantQueries;
  /** Sees no tenant's rows: for health, upkeep and what belongs to nobody. */
  readonly system: Queries;
}

type Statement = BatchItem<"pg">;

/** Neon wakes a sleeping database in a few hundred ms; whoever waits longer than this is better told so. */
const QUERY_TIMEOUT_MS = 5_000;
/** Postgres gives up a little earlier than we do, so that most timeouts are certain: cancelled, not merely unheard. */
const SERVER_HEAD_START_MS = 500;

/** Builds statements and cannot run any: nothing reaches Postgres but through a scope. */
export const statements = drizzle.mock({ casing: "snake_case" });

/** Whoever is behind the scope's transaction, for a column that says so. */
export const ACTOR = sql<string>`nullif(current_setting('app.actor', true), '')`;

neonConfig.fetchFunction = async (
  url: string,
  { endpoint, timeoutMs, ...init }: RequestInit & { endpoint: string | undefined; timeoutMs: number },
): Promise<Response> => {
  const response = await fetch(endpoint ?? url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  // 400 carries Postgres' own error; the driver would bury any other status in a sentence.
  if (!response.ok && response.status !== 400) {
    await response.body?.cancel();
    throw new EndpointFailure(response.status);
  }
  // Read whole in here: the driver would let a body that breaks off or never ends pass for a bug of ours.
  return new Response(await response.arrayBuffer(), { status: response.status });
};

/** What stands around every query of a deployment; commands and tests of queries do without. */
interface QueryFrame {
  readonly visit?: Visit;
  /** Told of each write that may have changed something, before its caller hears of it. Must not throw. */
  readonly written?: (tenantId: TenantId, kinds: readonly FactKind[]) => Promise<void>;
}

export function openDb(
  config: DbConfig,
  onQuery: (event: QueryEvent) => void,
  { visit, written }: QueryFrame = {},
): Db {
  const timeoutMs = config.timeoutMs ?? QUERY_TIMEOUT_MS;
  const endpoint = config.proxy && `${config.proxy}/sql`;
  // The driver's endpoint setting is one for the whole process; fetch options are each client's own.
  const connect = (url: string, readOnly: boolean) =>
    drizzle(neon(url, { readOnly, fetchOptions: { endpoint, timeoutMs } }), { casing: "snake_case" });
  const targets = {
    write: connect(config.url, false),
    primary: connect(config.url, true),
    replica: connect(config.readUrl, true),
  };

  const queries = (scope: Statement, tenantId?: TenantId): Queries => {
    const attempt = async <Batch extends [Statement, ...Statement[]]>(items: Batch, read: QueryOptions["read"]) => {
      const send = () => targets[targetOf(read, visit)].batch([scope, ...items]);
      const entered = await visit?.enter();
      if (entered?.ok === false) return { outcome: entered };
      const first = await settle(send);
      const retried = !first.ok && (isUndone(first.error) || (read !== undefined && first.error.transient));
      const outcome = retried ? await settle(send) : first;
      entered?.value(isDown(outcome));
      return { outcome, ...(retried && { retried }) };
    };
    const batch: Queries["batch"] = async (name, items, { read } = {}) => {
      const startedAt = Date.now();
      const { outcome, ...more } = await attempt(items, read);
      onQuery({ name, ms: Date.now() - startedAt, ...describe(outcome), ...more });
      if (tenantId && read === undefined && mayHaveWritten(outcome)) await written?.(tenantId, touchedBy(name));
      if (!outcome.ok) return outcome;
      const [, ...results] = outcome.value;
      return ok(results);
    };
    return {
      batch,
      run: async (name, query, options) => {
        const outcome = await batch(name, [query], options);
        return outcome.ok ? ok(outcome.value[0]) : outcome;
      },
    };
  };
  return {
    forTenant: ({ tenantId, actor, requestId }) => ({
      tenantId,
      ...queries(scopeStatement(uuidOf(tenantId), actor, requestId, timeoutMs), tenantId),
    }),
    system: queries(scopeStatement("", "system", "", timeoutMs)),
  };
}

function targetOf(read: QueryOptions["read"], visit: Visit | undefined): "write" | "primary" | "replica" {
  return read === "replica" && visit?.needsPrimary ? "primary" : (read ?? "write");
}

async function settle<Value>(send: () => Promise<Value>): Promise<Result<Value, DbError>> {
  try {
    return ok(await send());
  } catch (cause) {
    const error = toDbError(cause);
    if (error === undefined) throw cause;
    return err(error);
  }
}

/** What a query was refused for is an answer; that none came says something about the database. */
function isDown(outcome: Result<unknown, DbError>): boolean {
  return !outcome.ok && (outcome.error.transient || outcome.error.tag === "timeout");
}

/** Of what nobody heard the end of, it has to be believed that it was done. */
function mayHaveWritten(outcome: Result<unknown, DbError>): boolean {
  return outcome.ok || isDown(outcome);
}

function describe(outcome: Result<readonly unknown[], DbError>): Pick<QueryEvent, "ok" | "rows" | "sqlstate"> {
  if (!outcome.ok) return { ok: false, ...(outcome.error.sqlstate && { sqlstate: outcome.error.sqlstate }) };
  const [, ...results] = outcome.value;
  return { ok: true, rows: results.reduce<number>((sum, result) => sum + rowsOf(result), 0) };
}

/** Rows read, or for a write without RETURNING rows changed. */
function rowsOf(result: unknown): number {
  if (Array.isArray(result)) return result.length;
  const counted = typeof result === "object" && result !== null && "rowCount" in result && result.rowCount;
  return typeof counted === "number" ? counted : 0;
}

/**
 * Settings of this one transaction: connections are shared, so nothing may outlive it. No query gets workers beside it: many
 * run at once, and where an index finds 500 rows of 50,000, two workers read all of them in four times the time.
 */
function scopeStatement(tenant: string, actor: string, requestId: string, timeoutMs: number): Statement {
  const serverTimeoutMs = String(Math.ceil(Math.max(timeoutMs - SERVER_HEAD_START_MS, timeoutMs / 2)));
  return statements.execute(sql`select
    set_config('app.tenant', ${tenant}, true),
    set_config('app.actor', ${actor}, true),
    set_config('app.request_id', ${requestId}, true),
    set_config('max_parallel_workers_per_gather', '0', true),
    set_config('statement_timeout', ${serverTimeoutMs}, true)`);
}

function uuidOf(id: TenantId): string {
  const uuid = uuidFromTypeId("tnt", id);
  if (!uuid.ok) throw new TypeError(`Not a tenant's id: ${uuid.error.tag}.`);
  return uuid.value;
}
