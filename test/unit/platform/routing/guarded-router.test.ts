import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { OPEN_MS } from "../../../../src/domain/circuit-breaker.ts";
import { UpstreamGate } from "../../../../src/platform/outbound/upstream-gate.ts";
import { GuardedRouter } from "../../../../src/platform/routing/guarded-router.ts";
import { osrmRouter } from "../../../../src/platform/routing/osrm.ts";
import { type RoutingServer, startRoutingServer } from "../../../support/routing-server.ts";

const PLACES = [
  { lat: 52.5, lng: 13.4 },
  { lat: 52.51, lng: 13.42 },
];

let server: RoutingServer;
let now = 0;
beforeAll(async () => {
  server = await startRoutingServer();
});
beforeEach(() => {
  server.heal();
  server.asked.length = 0;
  now = 1_800_000_000_000;
});
afterAll(async () => server.close());

function guarded() {
  const outcomes: string[] = [];
  const log = ({ outcome }: { outcome: string }) => outcomes.push(outcome);
  const gate = new UpstreamGate({ now: () => now, later: () => {}, onTrouble: () => {} });
  return { outcomes, router: new GuardedRouter(osrmRouter({ url: server.url }), { now: () => now, gate, log }) };
}

const around = (index: number) => PLACES.map(({ lat, lng }) => ({ lat: lat + index / 100, lng }));
const down = () => server.fail((response) => response.writeHead(503).end());

test("the same question within ten minutes is asked once, a meter aside as well", async () => {
  const { router } = guarded();
  const first = await router.way(PLACES, "car");
  expect(
    await router.way(
      PLACES.map(({ lat, lng }) => ({ lat: lat + 0.000_01, lng })),
      "car",
    ),
  ).toEqual(first);
  expect(server.asked).toHaveLength(1);
  await router.way(PLACES, "bicycle");
  now += 10 * 60_000;
  await router.way(PLACES, "car");
  expect(server.asked).toHaveLength(3);
});

test("it remembers a hundred answers, the newest", async () => {
  const { router } = guarded();
  for (let index = 0; index <= 100; index++) await router.way(around(index), "car");
  await router.way(around(100), "car");
  expect(server.asked).toHaveLength(101);
  await router.way(around(0), "car");
  expect(server.asked).toHaveLength(102);
});

test("a service that is down is not asked for half a minute, then by one", async () => {
  const { router, outcomes } = guarded();
  down();
  for (let index = 0; index < 20; index++) await router.way(around(index), "car");
  expect(server.asked).toHaveLength(20);
  expect(await router.way(around(50), "car")).toEqual({ ok: false, error: { tag: "resting", retryAfterSeconds: 30 } });
  expect(server.asked).toHaveLength(20);
  now += OPEN_MS;
  server.heal();
  const both = await Promise.all([router.way(around(50), "car"), router.way(around(51), "car")]);
  expect(both.map(({ ok }) => ok)).toEqual([true, false]);
  expect((await router.way(around(51), "car")).ok).toBe(true);
  expect(outcomes.slice(-2)).toEqual(["ok", "ok"]);
});

test("that there is no way does not speak against the service", async () => {
  const { router } = guarded();
  const sea = [
    { lat: -1, lng: 1 },
    { lat: -2, lng: 1 },
  ];
  for (let index = 0; index < 60; index++)
    expect(await router.way(sea, "car")).toMatchObject({ error: { tag: "no-way" } });
});

test("a long round is asked for in parts and comes back whole", async () => {
  const { router } = guarded();
  const round = Array.from({ length: 45 }, (_, index) => ({ lat: 52.5 + index / 1000, lng: 13.4 + (index % 2) / 100 }));
  const found = await router.way(round, "car");
  if (!found.ok) throw new Error(found.error.tag);
  expect(server.asked).toHaveLength(3);
  expect(found.value.legs).toHaveLength(44);
  expect(found.value.points.at(0)).toEqual(round[0]);
  expect(found.value.points.at(-1)?.lat).toBeCloseTo(round[44]?.lat ?? 0, 5);
  for (const place of round)
    expect(found.value.points.some(({ lat, lng }) => Math.hypot(lat - place.lat, lng - place.lng) < 1e-4)).toBe(true);
});
