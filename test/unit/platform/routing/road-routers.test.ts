import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { osrmRouter } from "../../../../src/platform/routing/osrm.ts";
import { valhallaRouter } from "../../../../src/platform/routing/valhalla.ts";
import { type RoutingServer, startRoutingServer } from "../../../support/routing-server.ts";

const HARBOUR = { lat: 52.5, lng: 13.4 };
const MARKET = { lat: 52.51, lng: 13.42 };
const MILL = { lat: 52.52, lng: 13.4 };
const AT_SEA = { lat: -10, lng: 13.4 };
/** Far below the real one, so that who waits in vain does not wait long; who is answered has the real one. */
const TIMEOUT_MS = 150;

let server: RoutingServer;
beforeAll(async () => {
  server = await startRoutingServer();
});
beforeEach(() => server.heal());
afterAll(async () => server.close());

const KINDS = { osrm: osrmRouter, valhalla: valhallaRouter };

describe.each(Object.entries(KINDS))("%s", (name, make) => {
  const router = () => make({ url: server.url });
  const impatient = () => make({ url: server.url, timeoutMs: TIMEOUT_MS });

  test("answers with a line through all places and a leg between each two", async () => {
    const found = await router().way([HARBOUR, MARKET, MILL], "car");
    if (!found.ok) throw new Error(found.error.tag);
    const { points, legs } = found.value;
    expect(points[0]).toEqual(HARBOUR);
    expect(points.at(-1)).toEqual(MILL);
    expect(points).toContainEqual({ lat: MARKET.lat, lng: HARBOUR.lng });
    expect(legs).toHaveLength(2);
    // A kilometre north and two hundredths of a degree east, at ten metres a second.
    expect(legs[0]?.metres).toBeCloseTo(1112 + 1354, -1);
    expect(legs[0]?.seconds).toBeCloseTo(246.6, 0);
  });

  test("says that there is no way, which is not a failure", async () => {
    expect(await router().way([HARBOUR, AT_SEA], "car")).toEqual({ ok: false, error: { tag: "no-way" } });
  });

  test("gives up on a service that is silent", async () => {
    server.fail(() => {});
    const startedAt = performance.now();
    const found = await impatient().way([HARBOUR, MARKET], "car");
    expect(found).toEqual({ ok: false, error: { tag: "unreachable", reason: "timeout" } });
    expect(performance.now() - startedAt).toBeLessThan(10 * TIMEOUT_MS);
  });

  test("gives up on one that begins an answer and never ends it", async () => {
    server.fail((response) => response.writeHead(200).write('{"code":'));
    expect(await impatient().way([HARBOUR, MARKET], "car")).toMatchObject({
      error: { tag: "unreachable", reason: "timeout" },
    });
  });

  test.each([500, 502, 429, 301])("counts status %i as unreachable", async (status) => {
    server.fail((response) => response.writeHead(status, { location: server.url }).end("{}"));
    expect(await router().way([HARBOUR, MARKET], "car")).toMatchObject({
      error: { tag: "unreachable", reason: "status" },
    });
  });

  test.each(['{"code":"Ok","routes":[]}', '{"trip":{"status":0}}', "<html>", "[]", '{"error_code":100}'])(
    "takes %s for no answer",
    async (body) => {
      server.fail((response) => response.writeHead(200).end(body));
      expect(await router().way([HARBOUR, MARKET], "car")).toEqual({ ok: false, error: { tag: "malformed" } });
    },
  );

  test("reads no more than a megabyte", async () => {
    server.fail((response) => response.writeHead(200).end(JSON.stringify({ filler: "x".repeat(1024 * 1024) })));
    expect(await router().way([HARBOUR, MARKET], "car")).toEqual({ ok: false, error: { tag: "too-large" } });
  });

  test("takes an answer with another number of legs for none", async () => {
    const before = server.asked.length;
    const good = await router().way([HARBOUR, MARKET, MILL], "bicycle");
    expect(good.ok).toBe(true);
    expect(server.asked[before]?.path + (server.asked[before]?.body ?? "")).toMatch(
      name === "osrm" ? /cycling/ : /bicycle/,
    );
    const leg = { distance: 1, duration: 1, shape: "????", summary: { length: 1, time: 1 } };
    const answer = { code: "Ok", routes: [{ geometry: "????", legs: [leg] }], trip: { status: 0, legs: [leg] } };
    server.fail((response) => response.writeHead(200).end(JSON.stringify(answer)));
    expect(await router().way([HARBOUR, MARKET, MILL], "car")).toEqual({ ok: false, error: { tag: "malformed" } });
    expect((await router().way([HARBOUR, MARKET], "car")).ok).toBe(true);
  });
});

test("nobody at the address is unreachable", async () => {
  const gone = await startRoutingServer();
  await gone.close();
  const found = await osrmRouter({ url: gone.url }).way([HARBOUR, MARKET], "car");
  expect(found).toEqual({ ok: false, error: { tag: "unreachable", reason: "network" } });
});
