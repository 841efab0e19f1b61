import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { type DbConfig, openDb } from "../../../src/db/client.ts";
import { QueryGuard, Visit } from "../../../src/db/query-guard.ts";
import type { KnownCaller } from "../../../src/domain/caller.ts";
import type { AppEnv } from "../../../src/http/context.ts";
import type { HttpDeps } from "../../../src/http/deps.ts";
import { mount, type Route } from "../../../src/http/route.ts";
import { KeptAnswers } from "../../../src/platform/kept-answers.ts";
import { createLog } from "../../../src/platform/log.ts";
import { createMetrics } from "../../../src/platform/metrics.ts";
import { deferredObject, freshnessObject } from "../../../src/platform/object-stubs.ts";
import { depsFor } from "../services/people-fixture.ts";

/** More queries at a time than any test makes. */
const PLACES = 100;

/** A runtime of the product whose database can be exchanged for one that is down, with some of its routes. */
export function appFor(caller: KnownCaller, routes: readonly Route[], lagMs = 0) {
  let now = Date.now();
  let config: DbConfig | null = null;
  const kept = new KeptAnswers(() => now, lagMs);
  const guard = new QueryGuard(PLACES, () => now);
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    const common = depsFor(caller, () => now);
    const visit = new Visit(guard);
    const deps = {
      ...common,
      ...(config && { db: openDb(config, () => {}, { visit }) }),
      kept,
      shed: () => undefined,
      readPrimary: () => visit.readPrimary(),
      takeLimit: async () => Promise.resolve({ ok: true as const }),
      marks: async () => freshnessObject(env, caller.tenantId).marks(),
      deferred: (...names: Parameters<HttpDeps["deferred"]>) => deferredObject(env, ...names),
      later: () => {},
      metrics: createMetrics(env.METRICS),
      log: createLog({ requestId: "r1" }),
    };
    c.set("requestId", "r1");
    c.set("log", deps.log);
    // The routes under test ask for nothing else.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    c.set("deps", deps as unknown as HttpDeps);
    await next();
  });
  mount(app, routes);
  return {
    use: (database: DbConfig) => {
      config = database;
    },
    wait: (ms: number) => {
      now += ms;
    },
    get: async (path: string) => app.request(`/api/v1${path}`),
    post: async (path: string, body: object) =>
      app.request(`/api/v1${path}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
  };
}
