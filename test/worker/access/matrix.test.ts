import { beforeAll, expect, test } from "vitest";
import { ROUTES } from "../../../src/http/app.ts";
import { call } from "../http/call.ts";
import { ask, soundAsk } from "./ask.ts";
import { EXPECTED, IDENTITIES, type IdentityName } from "./expected-access.ts";
import { tokensOf } from "./identities.ts";
import { newPlace, type Place } from "./place.ts";

const endpoints = ROUTES.map(({ endpoint }) => endpoint);
/** Messages that were not really sent, and the trip on the start page, whoever's they are: in development and tests only. */
const SHOW_EVERYTHING = new Set(["listOutbox", "getDemo"]);

/** To whom it does not matter whose things they ask for. */
const REFUSED_ANYWAY = [401, 403];

let a: Place;
let b: Place;
let tokens: Record<IdentityName, string | undefined>;
/** Of a third tenant: limits count by person, and nobody here asks for everything twice in a minute. */
let strangers: typeof tokens;

beforeAll(async () => {
  [a, b] = [await newPlace(), await newPlace()];
  tokens = await tokensOf(a, b);
  strangers = await tokensOf(await newPlace(), b);
  const headers = { authorization: `Bearer ${tokens.admin}` };
  const shutOut = await call(`/api/v1/users/${a.suspended.userId}/suspend`, { method: "POST", headers });
  if (!shutOut.ok) throw new Error(`suspending answered ${shutOut.status}`);
});

interface Paths {
  paths: Record<string, Record<string, { operationId: string }>>;
}

test("app, document and the written expectations name the same operations", async () => {
  const { paths }: Paths = await (await call("/api/openapi.json")).json();
  const documented = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  const mounted = endpoints.map(({ operationId }) => operationId);
  expect(documented.toSorted()).toEqual(mounted.toSorted());
  expect([...EXPECTED.keys()].toSorted()).toEqual(mounted.toSorted());
});

test.each(endpoints.map((endpoint) => [endpoint.operationId, endpoint] as const))(
  "%s answers each identity as written down, and nobody with the other tenant's data",
  async (operationId, endpoint) => {
    const row: Record<string, number> = {};
    const leaks: string[] = [];
    // Who is refused for its role uses nothing up: one request does for all of them.
    const unspent = await soundAsk(endpoint, a);
    const askAs = async (name: IdentityName) => {
      const isRefused = REFUSED_ANYWAY.includes(EXPECTED.get(operationId)?.[name] ?? 0);
      const answer = await ask(endpoint, isRefused ? unspent : await soundAsk(endpoint, a), tokens[name]);
      row[name] = answer.status;
      leaks.push(...leaksOf(name, await answer.text()));
    };
    // Who only reads leaves nothing behind for the next.
    if (endpoint.method === "get") await Promise.all(IDENTITIES.map(askAs));
    else for (const name of IDENTITIES) await askAs(name);
    expect(SHOW_EVERYTHING.has(operationId) ? [] : leaks).toEqual([]);
    expect(row).toEqual(EXPECTED.get(operationId));
  },
);

/** The map is the same for everybody. */
const OF_NO_TENANT = "getTile";
const byId = endpoints.filter(({ params, operationId }) => params !== undefined && operationId !== OF_NO_TENANT);

test.each(byId.map((endpoint) => [endpoint.operationId, endpoint] as const))(
  "%s does not find what is the other tenant's, whoever asks",
  async (operationId, endpoint) => {
    const leaks: string[] = [];
    const row: Record<string, number> = {};
    const expected: Record<string, number> = {};
    // Nothing is reached, so nobody is in another's way, and one request does for all.
    const unspent = await soundAsk(endpoint, b);
    const asked = IDENTITIES.filter((identity) => !isOfB(identity)).map(async (name) => {
      const answer = await ask(endpoint, unspent, strangers[name]);
      leaks.push(...leaksOf(name, await answer.text()));
      row[name] = answer.status;
      expected[name] = REFUSED_ANYWAY.find((status) => EXPECTED.get(operationId)?.[name] === status) ?? 404;
    });
    await Promise.all(asked);
    expect(row).toEqual(expected);
    expect(leaks).toEqual([]);
  },
);

test("the scan finds a canary where there is one", async () => {
  const users = await (await call("/api/v1/users", { headers: { authorization: `Bearer ${tokens.adminB}` } })).text();
  expect(leaksOf("admin", users)).toContain(`admin saw ${b.admin.userId}`);
  const drivers = await (await call("/api/v1/drivers", { headers: { authorization: `Bearer ${tokens.keyB}` } })).text();
  expect(leaksOf("nobody", drivers)).toContain(`nobody saw ${b.canaries[0]}`);
});

function isOfB(name: IdentityName): boolean {
  return name.endsWith("B");
}

/** Which of the strings in a body are not this identity's to see. */
function leaksOf(name: IdentityName, body: string): string[] {
  const foreign = isOfB(name) ? a.canaries : b.canaries;
  return foreign.filter((canary) => body.includes(canary)).map((canary) => `${name} saw ${canary}`);
}
