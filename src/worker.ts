import { env } from "cloudflare:workers";
import type { Hono } from "hono";
import type { DbError } from "./db/db-error.ts";
import { pingDatabase } from "./db/database-health.ts";
import { type Db, openDb } from "./db/client.ts";
import type { Result } from "./domain/result.ts";
import { createApp } from "./http/app.ts";
import type { AppEnv } from "./http/context.ts";
import { refuseEverything } from "./http/refuse.ts";
import { handleCron } from "./jobs/cron.ts";
import { handleBatch } from "./jobs/queue.ts";
import { type Config, readConfig } from "./platform/config.ts";
import { probeFiles } from "./platform/file-bucket.ts";
import { jobQueues } from "./platform/job-queue.ts";
import { createLog, type Log, logError } from "./platform/log.ts";
import { memo } from "./platform/memo.ts";
import { createMetrics } from "./platform/metrics.ts";
import { newRequestId } from "./platform/new-id.ts";
import { probeObjects } from "./platform/object-stubs.ts";
import type { HealthReport } from "./protocol/api/health.ts";
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from "./protocol/version.ts";
import type { Deps } from "./services/deps.ts";
import { checkHealth } from "./services/health.ts";

export { RegionObject } from "./objects/region/region-object.ts";
export { TripObject } from "./objects/trip/trip-object.ts";

/** Anybody may ask for health, and one answer costs a query, an object call and a read: all share it this long. */
const HEALTH_SHARED_MS = 2_000;

const now = () => Date.now();
const configured = readConfig(env);
const app = configured.ok ? buildApp(configured.config) : { fetch: () => refuseEverything(configured.problems) };

function buildApp(config: Config): Hono<AppEnv> {
  const shared = memo<HealthReport>(HEALTH_SHARED_MS, now);
  const version = {
    id: env.VERSION.id,
    tag: env.VERSION.tag,
    deployedAt: env.VERSION.timestamp,
    protocol: { current: PROTOCOL_VERSION, oldest: OLDEST_PROTOCOL_VERSION },
  };
  const log = createLog({ requestId: "health" });
  const health = () =>
    shared(() =>
      checkHealth({
        now,
        version: version.id,
        probes: {
          database: async () => orThrow(await pingDatabase(openDatabase(config, log))),
          queue: () => env.LEDGER_QUEUE.metrics(),
          objects: () => probeObjects(env),
          files: () => probeFiles(env.FILES),
        },
        onFailure: (part, error) => logError(log, `health of ${part}`, error),
      }),
    );
  return createApp({ allowedOrigins: config.allowedOrigins, deps: { health, version, assets: env.ASSETS }, createLog });
}

function openDatabase(config: Config, log: Log): Db {
  return openDb(config.database, (query) => log({ event: "query", ...query }));
}

function orThrow(result: Result<unknown, DbError>): void {
  if (!result.ok) throw new Error(`database: ${result.error.tag}`);
}

/** For a batch or a cron: without a sound configuration it throws, and the platform keeps the work for later. */
function buildDeps(): Deps {
  if (!configured.ok) throw new Error(`configuration: ${configured.problems.join("; ")}`);
  const log = createLog({ requestId: newRequestId() });
  const db = openDatabase(configured.config, log);
  return { db, queues: jobQueues(env), log, metrics: createMetrics(env.METRICS), now };
}

export default {
  fetch: (request, _, ctx) => app.fetch(request, env, ctx),
  queue: (batch) => handleBatch(batch, buildDeps()),
  scheduled: ({ cron }) => handleCron(cron, buildDeps()),
} satisfies ExportedHandler<Env>;
