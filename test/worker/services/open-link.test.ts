import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { LIMITS } from "../../../src/domain/limits.ts";
import { giveBackLimit, takeLimit } from "../../../src/platform/take-limit.ts";
import type { LinkDeps } from "../../../src/services/link-deps.ts";
import { makeLinkToken } from "../../../src/services/link-token.ts";
import { openLink } from "../../../src/services/open-link.ts";
import { listTrackingLinks } from "../../../src/services/tracking-links.ts";
import { connect } from "../db/tenant-scope.ts";
import { call } from "../http/call.ts";
import { newNetwork } from "../http/person.ts";
import { jobDeps, UNREACHABLE } from "../jobs/job-deps.ts";
import { depsFor, newOffice, type Office, valueOf } from "./people-fixture.ts";
import { newLink, newShipment } from "./shipment-fixture.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MISSES = LIMITS["link-miss"].capacity;
const NOT_FOUND = { ok: false, error: { tag: "not-found" } };

let office: Office;
beforeAll(async () => {
  office = await newOffice();
});

/** What one network's requests get, with the work behind their answers. */
function network(now = () => Date.now()) {
  const { db, events } = connect();
  const work: Promise<unknown>[] = [];
  const deps: LinkDeps = {
    db,
    now,
    hmacKey: env.HMAC_KEY,
    log: () => {},
    later: (promise) => work.push(promise),
    requestId: "req-1",
    ipPrefix: newNetwork(),
    linkMisses: {
      take: (prefix) => takeLimit(env, "link-miss", prefix),
      giveBack: (prefix) => giveBackLimit(env, "link-miss", prefix),
    },
  };
  return { deps, events, settle: () => Promise.all(work) };
}

/** Links that open nothing, each for its own reason. */
async function deadTokens(): Promise<Record<string, string>> {
  const [shipmentId, ended] = [
    await newShipment(office),
    await newShipment(office, { closedAt: Date.now() - DAY_MS - MINUTE_MS }),
  ];
  return {
    unknown: makeLinkToken(),
    expired: (await newLink(office, shipmentId, { expired: true })).token,
    revoked: (await newLink(office, shipmentId, { revoked: true })).token,
    ended: (await newLink(office, ended)).token,
    "no token at all": "x".repeat(4_000),
  };
}

describe("a link that opens nothing", () => {
  test("is one answer after one and the same question, whatever the reason", async () => {
    for (const [reason, token] of Object.entries(await deadTokens())) {
      const { deps, events, settle } = network();
      expect([reason, await openLink(deps, token)]).toEqual([reason, NOT_FOUND]);
      await settle();
      expect([reason, events.map(({ name }) => name)]).toEqual([reason, ["links.find-token"]]);
    }
  });

  test("answers a request with the same status, headers and body, whatever the reason", async () => {
    const { unknown, expired, revoked, ended } = await deadTokens();
    const answers = [];
    for (const token of [unknown, expired, revoked, ended]) {
      const headers = { authorization: `Bearer ${token}`, "cf-connecting-ip": newNetwork() };
      const answer = await call("/api/v1/version", { headers });
      const body: Record<string, unknown> = await answer.json();
      const names = [...answer.headers.keys()];
      answers.push({ status: answer.status, names, ...body, requestId: typeof body["requestId"] });
    }
    expect(answers[0]).toMatchObject({ status: 401, code: "unauthenticated" });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test("is looked up no oftener than its network's limit allows, however many tries come at once", async () => {
    const { deps, events } = network();
    const startedAt = Date.now();
    const tries = await Promise.all(Array.from({ length: 2 * MISSES }, async () => openLink(deps, makeLinkToken())));
    const refused = tries.filter((answer) => !answer.ok && answer.error.tag === "too-many-requests");
    // One try comes back every two seconds, and a busy machine may be that slow.
    const regained = Math.ceil((Date.now() - startedAt) / 2_000);
    expect(refused.length).toBeGreaterThanOrEqual(MISSES - regained);
    expect(events).toHaveLength(2 * MISSES - refused.length);
  });

  test("keeps its network from trying the next one, right or wrong, and no other network", async () => {
    const { deps, events } = network();
    const spent = { ...deps.linkMisses, take: async () => ({ ok: false as const, retryAfterSeconds: 2 }) };
    const { token } = await newLink(office, await newShipment(office));
    const refused = { ok: false, error: { tag: "too-many-requests", retryAfterSeconds: 2 } };
    expect(await openLink({ ...deps, linkMisses: spent }, token)).toEqual(refused);
    expect(events).toEqual([]);
    expect((await openLink(network().deps, token)).ok).toBe(true);
  });

  test("makes a request wait, and says how long", async () => {
    const headers = { authorization: `Bearer ${makeLinkToken()}`, "cf-connecting-ip": newNetwork() };
    const statuses: number[] = [];
    let answer = await call("/api/v1/version", { headers });
    for (; answer.status !== 429 && statuses.length < 2 * MISSES; answer = await call("/api/v1/version", { headers }))
      statuses.push(answer.status);
    expect(statuses.length).toBeGreaterThanOrEqual(MISSES);
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect([1, 2]).toContain(Number(answer.headers.get("retry-after")));
  });
});

describe("a link that opens", () => {
  test("names its shipment and ends with it", async () => {
    const shipmentId = await newShipment(office);
    const { linkId, token, expiresAt } = await newLink(office, shipmentId);
    const opened = { tenantId: office.tenantId, linkId, shipmentId, tripId: null, expiresAt };
    expect(await openLink(network(() => expiresAt - 1).deps, token)).toEqual({ ok: true, value: opened });
    const afterwards = network(() => expiresAt);
    expect(await openLink(afterwards.deps, token)).toEqual(NOT_FOUND);
  });

  test("costs its network nothing", async () => {
    const { deps, settle } = network();
    const { token } = await newLink(office, await newShipment(office));
    for (let look = 0; look < MISSES + 5; look++) {
      expect((await openLink(deps, token)).ok).toBe(true);
      await settle();
    }
  });

  test("counts visits, and not the looks of one", async () => {
    const shipmentId = await newShipment(office);
    const { token } = await newLink(office, shipmentId);
    const start = Date.now();
    for (const minutes of [0, 1, 9, 25, 30]) {
      const { deps, settle } = network(() => start + minutes * MINUTE_MS);
      valueOf(await openLink(deps, token));
      await settle();
    }
    const desk = { ...depsFor(office.admin), relyingParty: { origin: "" } };
    const { items } = valueOf(await listTrackingLinks(desk, shipmentId, {}));
    const lastOpenedAt = start + 25 * MINUTE_MS;
    expect(items).toMatchObject([{ views: 2, firstOpenedAt: start, lastOpenedAt }]);
  });

  test("is told of a database that does not answer, and pays nothing for it", async () => {
    const { deps, settle } = network();
    const broken: LinkDeps = { ...deps, db: jobDeps(UNREACHABLE).db };
    for (let look = 0; look < MISSES + 1; look++) {
      expect(await openLink(broken, makeLinkToken())).toEqual({ ok: false, error: { tag: "unavailable" } });
      await settle();
    }
  });
});
