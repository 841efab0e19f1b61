import { beforeAll, expect, test } from "vitest";
import { ROUTES } from "../../../src/http/app.ts";
import { API_BASE, type Endpoint } from "../../../src/protocol/api/endpoint.ts";
import { call } from "../http/call.ts";
import { type Ask, ask, soundAsk } from "./ask.ts";
import type { IdentityName } from "./expected-access.ts";
import { tokensOf } from "./identities.ts";
import { newPlace, type Place } from "./place.ts";

type Promised = readonly [method: Endpoint["method"], path: string, asks: IdentityName, status: number];

/** What the API was asked for, name by name and in that order; other people's apps are written against these. */
const PROMISED: readonly Promised[] = [
  // Drivers
  ["put", "/api/v1/drivers/:id/location", "driver", 200],
  ["put", "/api/v1/drivers/:id/status", "dispatcher", 200],
  ["get", "/api/v1/drivers/:id/assignments", "driver", 200],
  ["put", "/api/v1/drivers/:id/availability", "driver2", 200],
  ["post", "/api/v1/drivers/auth", "nobody", 200],
  ["put", "/api/v1/drivers/bulk-status", "dispatcher", 200],
  // Shipments
  ["put", "/api/v1/shipments/:id/status", "driver", 200],
  ["post", "/api/v1/shipments/:id/pod", "driver", 201],
  ["put", "/api/v1/shipments/:id/assign", "dispatcher", 200],
  ["get", "/api/v1/shipments/:id/history", "store", 200],
  ["put", "/api/v1/shipments/bulk-update", "dispatcher", 200],
  ["get", "/api/v1/shipments/search", "store", 200],
  // Routes
  ["put", "/api/v1/routes/:id/progress", "driver", 200],
  ["post", "/api/v1/routes/optimize", "dispatcher", 200],
  ["get", "/api/v1/routes/:id/history", "driver", 200],
  ["post", "/api/v1/routes/:id/share", "dispatcher", 201],
  ["get", "/api/v1/routes/analytics", "dispatcher", 200],
  ["post", "/api/v1/routes/:id/notify", "dispatcher", 202],
  // Health
  ["get", "/health", "nobody", 200],
  ["get", "/health/live", "nobody", 200],
  ["get", "/health/ready", "nobody", 200],
  ["get", "/api/v1/health/socket", "nobody", 200],
  ["get", "/api/v1/admin/queues/status", "admin", 200],
];

/** Where what was asked before is in the way: the first driver is on a trip by then, with stops that are open. */
const OWN_ASK: Readonly<Record<string, (place: Place) => Ask>> = {
  setDriverAvailability: ({ drivers }) => ({ params: { driverId: drivers[1] }, body: { availability: "off_duty" } }),
};

interface Document {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
}

let place: Place;
let tokens: Record<IdentityName, string | undefined>;
let document: Document;

beforeAll(async () => {
  place = await newPlace();
  tokens = await tokensOf(place, place);
  document = await (await call("/api/openapi.json")).json();
});

test.each(PROMISED)("%s %s is documented, and answers %s with %i", async (method, path, asks, status) => {
  const endpoint = endpointAt(method, path);
  if (!endpoint) throw new Error("nothing is mounted there");
  const [, operations] = Object.entries(document.paths).find(([name]) => shapeOf(name) === shapeOf(path)) ?? [];
  expect(operations?.[method]).toMatchObject({
    operationId: endpoint.operationId,
    responses: { [status]: expect.anything() },
  });
  const sound = OWN_ASK[endpoint.operationId]?.(place) ?? (await soundAsk(endpoint, place));
  const answer = await ask(endpoint, sound, tokens[asks]);
  expect({ status: answer.status, body: await answer.text() }).toMatchObject({ status });
});

function endpointAt(method: string, path: string): Endpoint | undefined {
  const endpoints = ROUTES.map(({ endpoint }) => endpoint);
  return endpoints.find((one) => {
    const full = (one.unversioned ? "" : API_BASE) + one.path;
    return one.method === method && shapeOf(full) === shapeOf(path);
  });
}

/** What a parameter is called is nothing that a client sees. */
function shapeOf(path: string): string {
  return path.replace(/:\w+|\{\w+\}/g, "*");
}
