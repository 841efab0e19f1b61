import { env, waitUntil } from "cloudflare:workers";
import type { DbError } from "./db/db-error.ts";
import { pingDatabase } from "./db/database-health.ts";
import { type Db, openDb } from "./db/client.ts";
import { QueryGuard, Visit } from "./db/query-guard.ts";
import type { Result } from "./domain/result.ts";
import { createApp } from "./http/app.ts";
import type { HttpDeps, RequestFacts } from "./http/deps.ts";
import { refuseEverything } from "./http/refuse.ts";
import { type CronDeps, handleCron } from "./jobs/cron.ts";
import { type BatchDeps, handleBatch } from "./jobs/queue.ts";
import type { Config } from "./platform/config.ts";
import { readRefreshCookie } from "./platform/cookie.ts";
import { probeFiles } from "./platform/file-bucket.ts";
import { ipPrefix } from "./platform/ip-prefix.ts";
import { jobQueues } from "./platform/job-queue.ts";
import { KeptAnswers } from "./platform/kept-answers.ts";
import { createLog, type Log, logError } from "./platform/log.ts";
import { memo } from "./platform/memo.ts";
import { chooseMessenger } from "./platform/messages/choose-messenger.ts";
import { outboxLines } from "./platform/messages/outbox-lines.ts";
import { createMetrics } from "./platform/metrics.ts";
import { newRequestId } from "./platform/new-id.ts";
import {
  accountObject,
  auditObject,
  codeObject,
  deferredObject,
  freshnessObject,
  idempotencyObject,
  offerObject,
  optimiserObject,
  probeObjects,
  regionObject,
  regionReplica,
  sandboxOutbox,
  socketCensus,
  sosObject,
  tripObject,
} from "./platform/object-stubs.ts";
import { choosePayments, eventSecretsOf } from "./platform/payments/choose-payments.ts";
import { guardedMessenger } from "./platform/messages/guarded-messenger.ts";
import { guardedPayments } from "./platform/payments/guarded-payments.ts";
import { upstreamGates } from "./platform/outbound/upstream-gates.ts";
import { GuardedRouter } from "./platform/routing/guarded-router.ts";
import type { RoadRouter } from "./platform/routing/road-router.ts";
import { Remembered } from "./platform/remembered.ts";
import { RunTime } from "./platform/run-time.ts";
import { readSetup, type Setup } from "./platform/setup.ts";
import { giveBackLimit, takeLimit } from "./platform/take-limit.ts";
import { imageThumbnails } from "./platform/thumbnails.ts";
import { Basemap } from "./platform/tiles/basemap.ts";
import { TrackArchive } from "./platform/track-archive.ts";
import { UploadFiles } from "./platform/upload-files.ts";
import type { FactKind } from "./protocol/fact-kind.ts";
import type { TenantId } from "./protocol/ids.ts";
import type { HealthReport } from "./protocol/api/health.ts";
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from "./protocol/version.ts";
import type { Deps } from "./services/deps.ts";
import { checkHealth } from "./services/health.ts";
import { relyingPartyOf } from "./services/relying-party.ts";

export { AccountObject } from "./objects/account/account-object.ts";
export { AuditObject } from "./objects/audit/audit-object.ts";
export { BreakerObject } from "./objects/breaker/breaker-object.ts";
export { CodeObject } from "./objects/code/code-object.ts";
export { DeferredObject } from "./objects/deferred/deferred-object.ts";
export { FreshnessObject } from "./objects/freshness/freshness-object.ts";
export { IdempotencyObject } from "./objects/idempotency/idempotency-object.ts";
export { LimitObject } from "./objects/limit/limit-object.ts";
export { OfferObject } from "./objects/offer/offer-object.ts";
export { OptimiserObject } from "./objects/optimiser/optimiser-object.ts";
export { RegionObject } from "./objects/region/region-object.ts";
export { RegionReplica } from "./objects/region/region-replica.ts";
export { RegionShard } from "./objects/region/region-shard.ts";
export { SandboxOutbox } from "./objects/sandbox/sandbox-outbox.ts";
export { SosObject } from "./objects/sos/sos-object.ts";
export { TripObject } from "./objects/trip/trip-object.ts";

/** Anybody may ask for health, and one answer costs a query, an object call and a read: all share it this long. */
const HEALTH_SHARED_MS = 2_000;
/** Neon's replicas are a second behind at most, a busy one of another kind a few. */
const REPLICA_LAG_MS = 5_000;
const NAME = "Doorstep";
/** Where `npm run dev` answers: a batch has no request that would say it, and only development has no origin of its own. */
const LOCAL_ORIGIN = "http://localhost:8787";

const now = () => Date.now();
const trackers: HttpDeps["trackers"] = new Remembered();
const birthplaces: HttpDeps["birthplaces"] = new Remembered();
const runTime = new RunTime();
const basemap = new Basemap({ files: env.FILES, assets: env.ASSETS, now });
/** Where facts live that are not in Postgres; requests, batches and crons reach them alike. */
const PLACES = {
  account: (...id) => accountObject(env, ...id),
  trip: (...id) => tripObject(env, ...id),
  region: (...id) => regionObject(env, ...id),
  birthplaces,
  sos: (tenantId) => sosObject(env, tenantId),
  deferred: (...id) => deferredObject(env, ...id),
  optimiser: (...id) => optimiserObject(env, ...id),
  tracks: new TrackArchive(env.FILES),
  uploads: new UploadFiles(env.FILES),
  thumbnails: thumbnailsOf(env.IMAGES),
} satisfies Partial<HttpDeps>;
const gates = upstreamGates(env, { now, later: waitUntil });
const setup = await readSetup(env);
/** With what this runtime has learnt of it: whether it answers, and what it answered lately. */
const roads = setup.ok && setup.value.router ? guardRouter(setup.value.router) : null;
/** Without a configuration nothing is asked. */
const queries = new QueryGuard(setup.ok ? setup.value.config.queriesAtOnce : 1, now);
const answers = new KeptAnswers(now, setup.ok && hasReplica(setup.value.config) ? REPLICA_LAG_MS : 0);
const app = setup.ok ? buildApp(setup.value) : { fetch: () => refuseEverything(setup.error) };

/** The generated types name every binding of wrangler.toml; a deployment may have taken this one out. */
function thumbnailsOf(images: ImagesBinding | undefined): HttpDeps["thumbnails"] {
  return images ? imageThumbnails(images) : null;
}

function hasReplica({ database }: Config): boolean {
  return database.url !== database.readUrl;
}

function guardRouter(router: RoadRouter): RoadRouter {
  const log = createLog({ requestId: "routing" });
  return new GuardedRouter(router, { now, gate: gates.routing, log: (call) => log({ event: "routing", ...call }) });
}

function buildApp(built: Setup) {
  const shared = memo<HealthReport>(HEALTH_SHARED_MS, now);
  const log = createLog({ requestId: "health" });
  const health = () => shared(() => checkHealth(healthDeps(built.config, log)));
  const makeDeps = (facts: RequestFacts) => requestDeps(built, health, facts);
  const { config, direct } = built;
  return createApp({ allowedOrigins: config.allowedOrigins, makeDeps, uploadOrigin: direct?.origin });
}

function requestDeps(built: Setup, health: HttpDeps["health"], { requestId, request, later }: RequestFacts): HttpDeps {
  runTime.begin(now());
  const { config, messages, payments, keys, masterKeys, direct } = built;
  const visit = new Visit(queries);
  const { origin } = new URL(request.url);
  const ownOrigin = config.publicOrigin ?? origin;
  const asksFromOwnPage = [null, ownOrigin].includes(request.headers.get("origin"));
  const box = () => sandboxOutbox(env);
  return {
    ...commonDeps(config, createLog({ requestId }), visit),
    ...PLACES,
    requestId,
    caller: { kind: "nobody" },
    keys: () => Promise.resolve(keys),
    direct,
    masterKeys: () => Promise.resolve(masterKeys),
    accounts: {
      profileChanged: ({ tenantId, personId }, profile) => accountObject(env, tenantId, personId).setProfile(profile),
    },
    hmacKey: config.hmacKey,
    roads,
    offer: (tenantId, offerId) => offerObject(env, tenantId, offerId),
    replica: (place, number, born) => regionReplica(env, place, number, born),
    codes: (channel, loginIndex) => codeObject(env, channel, loginIndex),
    payments: guardedPayments(choosePayments(payments, config.environment, box), gates.cards),
    paymentEventSecrets: () => eventSecretsOf(payments, config.hmacKey),
    messenger: guardedMessenger(chooseMessenger(messages, config.environment, box), gates),
    relyingParty: relyingPartyOf(ownOrigin, NAME),
    later,
    health,
    version: version(),
    assets: env.ASSETS,
    basemap,
    origin,
    answers: (tenantId, principal) => idempotencyObject(env, tenantId, principal),
    kept: answers,
    marks: (tenantId) => freshnessObject(env, tenantId).marks(),
    shed: (priority) => visit.admit(priority, Math.random()),
    readPrimary: () => visit.readPrimary(),
    takeLimit: (limit, principal) => takeLimit(env, limit, principal),
    linkMisses: {
      take: (network) => takeLimit(env, "link-miss", network),
      giveBack: (network) => giveBackLimit(env, "link-miss", network),
    },
    demo:
      messages.kind === "sandbox"
        ? { show: (demo) => box().showDemo(demo), shown: () => box().shownDemo() }
        : undefined,
    outbox:
      messages.kind === "sandbox" ? async () => outboxLines(await box().list(), await box().listCharges()) : undefined,
    trackers,
    openSockets: async () => socketCensus(env).openSockets(),
    runTime,
    socketOrigins: new Set([ownOrigin, ...config.allowedOrigins]),
    ipPrefix: ipPrefix(request.headers.get("cf-connecting-ip") ?? ""),
    refreshCookie: asksFromOwnPage ? readRefreshCookie(request.headers.get("cookie")) : undefined,
  };
}

function version() {
  const { id, tag, timestamp } = env.VERSION;
  return { id, tag, deployedAt: timestamp, protocol: { current: PROTOCOL_VERSION, oldest: OLDEST_PROTOCOL_VERSION } };
}

function healthDeps(config: Config, log: Log): Parameters<typeof checkHealth>[0] {
  return {
    now,
    version: env.VERSION.id,
    probes: {
      database: async () => orThrow(await pingDatabase(openDatabase(config, log))),
      queue: () => env.LEDGER_QUEUE.metrics(),
      objects: () => probeObjects(env),
      files: () => probeFiles(env.FILES),
    },
    pressure: () => {
      const { breaker, load } = queries.state();
      return {
        load,
        breakers: {
          database: breaker,
          routing: gates.routing.mode,
          sms: gates.sms.mode,
          mail: gates.mail.mode,
          cards: gates.cards.mode,
        },
      };
    },
    onFailure: (part, error) => logError(log, `health of ${part}`, error),
  };
}

function orThrow(result: Result<unknown, DbError>): void {
  if (!result.ok) throw new Error(`database: ${result.error.tag}`);
}

function commonDeps(config: Config, log: Log, visit = new Visit(queries)): Deps {
  return {
    db: openDatabase(config, log, visit),
    queues: jobQueues(env),
    log,
    metrics: createMetrics(env.METRICS),
    now,
  };
}

function openDatabase(config: Config, log: Log, visit = new Visit(queries)): Db {
  const written = async (tenantId: TenantId, kinds: readonly FactKind[]) => {
    if (kinds.length === 0) return;
    try {
      await freshnessObject(env, tenantId).changed(kinds);
    } catch (error) {
      // Answers of before then live on for as long as they may: half a minute, profiles five.
      logError(log, "marking changed facts", error);
    }
  };
  return openDb(config.database, (query) => log({ event: "query", ...query }), { visit, written });
}

/** For a batch or a cron: without a sound configuration it throws, and the platform keeps the work for later. */
function jobDeps(): BatchDeps & CronDeps {
  if (!setup.ok) throw new Error(`configuration: ${setup.error.join("; ")}`);
  const { config, payments, masterKeys, messages } = setup.value;
  const requestId = newRequestId();
  const { environment } = config;
  return {
    ...commonDeps(config, createLog({ requestId })),
    ...PLACES,
    requestId,
    environment,
    roads,
    payments: guardedPayments(
      choosePayments(payments, environment, () => sandboxOutbox(env)),
      gates.cards,
    ),
    masterKeys: () => Promise.resolve(masterKeys),
    hmacKey: config.hmacKey,
    publicOrigin: config.publicOrigin ?? LOCAL_ORIGIN,
    messenger: guardedMessenger(
      chooseMessenger(messages, environment, () => sandboxOutbox(env)),
      gates,
    ),
    auditChain: (tenantId) => auditObject(env, tenantId),
  };
}

export default {
  fetch: (request, _, ctx) => app.fetch(request, env, ctx),
  queue: (batch) => handleBatch(batch, jobDeps()),
  scheduled: ({ cron }) => handleCron(cron, jobDeps()),
} satisfies ExportedHandler<Env>;
