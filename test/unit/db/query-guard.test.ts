import { sql } from "drizzle-orm";
import { expect, inject, test } from "vitest";
import { CALLS_MIN } from "../../../src/domain/circuit-breaker.ts";
import { openDb, statements } from "../../../src/db/client.ts";
import { pingDatabase } from "../../../src/db/database-health.ts";
import { QueryGuard, Visit } from "../../../src/db/query-guard.ts";
import { behind } from "./fake-endpoint.ts";

const { appUrl, proxyUrl } = inject("database");
const START = 1_800_000_000_000;

test("a place that nobody gives back is free again after its time", async () => {
  let now = START;
  const guard = new QueryGuard(1, () => now);
  expect((await guard.enter("critical")).ok).toBe(true);
  now += 15_000;
  expect((await guard.enter("critical")).ok).toBe(true);
});

test("places that nobody gives back hold up nobody after their time, though some are still free", async () => {
  let now = START;
  const guard = new QueryGuard(10, () => now);
  for (let place = 0; place < 8; place += 1) await guard.enter(place < 5 ? "normal" : "critical");
  for (; now < START + 3_000; now += 500) guard.state();
  expect(guard.state().load).toBe("busy");
  expect(guard.shed("low", 0)).toBeGreaterThan(0);
  for (now = START + 15_000; now < START + 27_000; now += 500) guard.state();
  expect(guard.state().load).toBe("calm");
  expect(guard.shed("low", 0)).toBeUndefined();
  expect((await guard.enter("normal")).ok).toBe(true);
});

test("who waits gets the place as soon as it is free", async () => {
  const guard = new QueryGuard(1, () => START);
  const first = await guard.enter("critical");
  const second = guard.enter("critical");
  if (first.ok) first.value(false);
  expect((await second).ok).toBe(true);
});

test("a database that is down is asked twenty times, rests, and is tried with one query", async () => {
  let now = START;
  const guard = new QueryGuard(5, () => now);
  const bad = await behind(appUrl, (_, response) => response.writeHead(503).end());
  const down = openDb({ url: appUrl, readUrl: appUrl, proxy: bad.proxy }, () => {}, { visit: new Visit(guard) });
  for (let call = 0; call < CALLS_MIN; call += 1) await pingDatabase(down);
  const asked = bad.requests();
  const refused = await pingDatabase(down);
  expect(refused).toMatchObject({ ok: false, error: { tag: "unavailable", retryAfterSeconds: 5 } });
  expect([bad.requests(), guard.state()]).toEqual([asked, { breaker: "open", load: "calm" }]);
  now += 5_000;
  const up = openDb({ url: appUrl, readUrl: appUrl, proxy: proxyUrl }, () => {}, { visit: new Visit(guard) });
  expect((await pingDatabase(up)).ok).toBe(true);
  expect(guard.state().breaker).toBe("closed");
});

test("what Postgres refuses is an answer: sixty of them open nothing", async () => {
  const guard = new QueryGuard(5, () => START);
  const db = openDb({ url: appUrl, readUrl: appUrl, proxy: proxyUrl }, () => {}, { visit: new Visit(guard) });
  const wrong = statements.execute(sql`select 1 / 0`);
  for (let call = 0; call < 60; call += 1) expect(await db.system.run("wrong", wrong)).toMatchObject({ ok: false });
  expect(guard.state().breaker).toBe("closed");
});
