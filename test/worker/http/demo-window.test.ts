import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createApp } from "../../../src/http/app.ts";
import type { HttpDeps } from "../../../src/http/deps.ts";
import { DemoTrip, getDemo, showDemo } from "../../../src/protocol/api/demo-window.ts";
import { LiveTicket } from "../../../src/protocol/api/live.ts";
import { userToken } from "../access/identities.ts";
import { newPlace } from "../access/place.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { call, codeOf } from "./call.ts";
import { as, onDuty } from "./duty.ts";

const NOW = 1_790_000_000_000;

function demoTrip(regionId: string): DemoTrip {
  return DemoTrip.parse({
    trackingUrl: "http://localhost:8787/track/some-token",
    tripId: madeUpId("trip"),
    regionId,
    driverName: "Driver Two",
    phone: [{ at: NOW, way: "sent", text: "positions 1 to 3" }],
  });
}

async function dispatcherToken() {
  const place = await newPlace();
  return { place, token: await userToken(place.dispatcher) };
}

test("the start page sees the trip that a dispatcher chose, and may look at that region's map", async () => {
  const { place, token } = await dispatcherToken();
  const trip = demoTrip(place.north);
  expect((await as(token, "PUT", "/dev/demo", trip)).status).toBe(200);
  const answer = await call("/api/v1/dev/demo");
  expect(answer.status).toBe(200);
  const { demo: shown } = getDemo.output.parse(await answer.json());
  expect(shown).toEqual({ ...trip, at: expect.any(Number), dispatcherToken: expect.any(String) });
  const ticket = await as(shown?.dispatcherToken ?? "", "POST", "/live/tickets", {
    for: { for: "region", regionId: place.north },
    native: true,
  });
  expect(LiveTicket.parse(await ticket.json()).path).toBe(`/ws/region/${place.north}`);
});

test("the next word about it keeps the session, so that a page that looks stays signed in", async () => {
  const { place, token } = await dispatcherToken();
  const sessions: string[] = [];
  for (let times = 0; times < 2; times++) {
    const answer = await as(token, "PUT", "/dev/demo", demoTrip(place.north));
    const { dispatcherToken: made } = showDemo.output.parse(await answer.json());
    sessions.push(String(JSON.parse(atob((made.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))).sid));
  }
  expect(sessions[1]).toBe(sessions[0]);
});

test("nobody but a dispatcher chooses it, and nothing else than a trip is taken", async () => {
  const { tokens, place } = await onDuty();
  const trip = demoTrip(place.north);
  expect((await as(tokens.driver, "PUT", "/dev/demo", trip)).status).toBe(403);
  expect((await as(tokens.admin, "PUT", "/dev/demo", trip)).status).toBe(403);
  const { token } = await dispatcherToken();
  expect((await as(token, "PUT", "/dev/demo", { ...trip, secret: "x" })).status).toBe(400);
  const lines = Array.from({ length: 21 }, () => trip.phone[0]);
  expect((await as(token, "PUT", "/dev/demo", { ...trip, phone: lines })).status).toBe(400);
});

test("where messages are really sent, there is no such thing", async () => {
  const deps = {
    demo: undefined,
    assets: env.ASSETS,
    log: () => {},
    caller: { kind: "nobody" },
    shed: () => undefined,
    readPrimary: () => {},
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const app = createApp({ allowedOrigins: new Set(), makeDeps: () => deps as unknown as HttpDeps });
  const answer = await app.request("/api/v1/dev/demo");
  expect([answer.status, await codeOf(answer)]).toEqual([404, "not-found"]);
});
