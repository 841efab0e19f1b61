import type { Hono } from "hono";
import { expect, test } from "vitest";
import { createApp, ROUTES } from "../../../src/http/app.ts";
import type { AppEnv } from "../../../src/http/context.ts";
import { call } from "./call.ts";

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, unknown> };
}

/** Mounted beside the routes: the document itself and the page that shows it. */
const ABOUT_THE_API = ["/api/v1/openapi.json", "/api/openapi.json", "/api/v1/docs", "/api/docs"];

async function document(): Promise<Document> {
  return (await call("/api/openapi.json")).json();
}

function buildApp(): Hono<AppEnv> {
  const makeDeps = () => {
    throw new Error("no request is made");
  };
  return createApp({ allowedOrigins: new Set(), makeDeps });
}

/** Sockets, and what other people's apps send: docs/protocol.md describes both. */
const OTHER_PROTOCOLS = [
  "GET /ws/driver",
  "GET /ws/region/{id}",
  "GET /ws/trip/{id}",
  "GET /ws/track/{token}",
  "GET /t/{token}",
  "GET /h/{tenantId}/{linkToken}",
  "GET /osmand",
  "POST /osmand",
  "GET /track/osmand",
  "POST /track/osmand",
  "POST /owntracks",
];

/** What only one of app and document knows, under both names of each path. */
function disagreements(app: Hono<AppEnv>, { paths }: Document): string[] {
  const mounted = app.routes
    .filter(({ method, path }) => method !== "ALL" && !ABOUT_THE_API.includes(path))
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).flatMap((method) => {
      const alias = path.startsWith("/api/v1/") ? [path.replace("/api/v1/", "/api/")] : [];
      return [path, ...alias].map((name) => `${method.toUpperCase()} ${name}`);
    }),
  );
  return [...new Set(mounted).symmetricDifference(new Set(documented))];
}

test("the document is the same at both names and OpenAPI 3.1", async () => {
  const [one, two] = await Promise.all([call("/api/openapi.json"), call("/api/v1/openapi.json")]);
  const text = await one.text();
  expect(await two.text()).toBe(text);
  expect(JSON.parse(text)).toMatchObject({ openapi: "3.1.0" });
});

test("every path that the app mounts stands in the document, and the other way round", async () => {
  const body = await document();
  expect(disagreements(buildApp(), body)).toEqual(OTHER_PROTOCOLS);
  expect(Object.values(body.paths).flatMap((path) => Object.keys(path))).toHaveLength(ROUTES.length);
});

test("a route mounted past the document is found", async () => {
  const app = buildApp();
  app.get("/api/v1/secret/:id", (c) => c.text("unseen"));
  expect(disagreements(app, await document())).toEqual([...OTHER_PROTOCOLS, "GET /api/v1/secret/{id}"]);
});

test("operation ids are unique, and every reference points at a component", async () => {
  const body = await document();
  const ids = Object.values(body.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  expect(new Set(ids).size).toBe(ids.length);
  const references = JSON.stringify(body).match(/"#\/components\/schemas\/([^"]+)"/g) ?? [];
  expect(references.length).toBeGreaterThan(0);
  for (const reference of references) {
    const name = /schemas\/([^"]+)/.exec(reference)?.[1] ?? "";
    expect(Object.keys(body.components.schemas)).toContain(name);
  }
});

test("every operation documents the problem that it may always answer", async () => {
  for (const path of Object.values((await document()).paths)) {
    for (const { responses } of Object.values(path))
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(["500", "503"]));
  }
});
