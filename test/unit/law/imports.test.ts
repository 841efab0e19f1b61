import { describe, expect, test } from "vitest";
import { forbiddenImports, importEdges } from "../../../dev/laws/imports.ts";
import { planted } from "./planted-tree.ts";

const FORBIDDEN: [why: string, file: string, source: string][] = [
  ["a rule that knows the web framework", "src/domain/eta.ts", 'import { Hono } from "hono";'],
  ["a rule that knows its type only", "src/domain/eta.ts", 'import type { Context } from "hono";'],
  ["a rule that reads the database", "src/domain/eta.ts", 'import { openDb } from "../db/client.ts";'],
  ["a rule that parses", "src/domain/eta.ts", 'import * as z from "zod";'],
  ["the contract knowing a rule", "src/protocol/trip.ts", 'import { ok } from "../domain/result.ts";'],
  ["a route with SQL", "src/http/routes/trips.ts", 'import { eq } from "drizzle-orm";'],
  ["a route with SQL by subpath", "src/http/routes/trips.ts", 'import { drizzle } from "drizzle-orm/neon-http";'],
  ["a route past its service", "src/http/routes/trips.ts", 'import { findTrip } from "../../db/trips.ts";'],
  ["a job past its service", "src/jobs/purge.ts", 'import { purge } from "../db/purge.ts";'],
  ["an object that opens Postgres", "src/objects/trip/trip-object.ts", 'import { openDb } from "../../db/client.ts";'],
  ["an object with the driver", "src/objects/trip/x.ts", 'import { neon } from "@neondatabase/serverless";'],
  ["an object calling a use case", "src/objects/trip/x.ts", 'import { close } from "../../services/trips.ts";'],
  ["a use case with SQL", "src/services/trips.ts", 'import { sql } from "drizzle-orm";'],
  ["a binding that knows a use case", "src/platform/log.ts", 'import { close } from "../services/trips.ts";'],
  ["a page that knows the server", "src/web/track/main.ts", 'import type { App } from "../../http/app.ts";'],
  ["a page with a Node module", "src/web/track/main.ts", 'import { join } from "node:path";'],
  ["a page that imports another page", "src/web/driver/main.ts", 'import { Map } from "../dispatch/map.ts";'],
  ["shared code that knows a page", "src/web/shared/api.ts", 'import { Map } from "../dispatch/map.ts";'],
  ["the service worker with a page's code", "src/web/sw.ts", 'import { queue } from "./driver/queue.ts";'],
  ["a page with a build tool", "src/web/driver/main.ts", 'import { stamp } from "../build/source-stamp.ts";'],
  ["a dynamic import", "src/domain/eta.ts", 'export const load = () => import("hono");'],
  ["a dynamic import of a template", "src/domain/eta.ts", "export const load = () => import(`hono`);"],
  ["an import nobody can check", "src/domain/eta.ts", "export const load = (name: string) => import(name);"],
  ["a re-export", "src/domain/eta.ts", 'export { Hono } from "hono";'],
  ["a star re-export", "src/domain/eta.ts", 'export * from "hono";'],
  ["an import for its effect", "src/domain/eta.ts", 'import "hono";'],
  ["a type query", "src/domain/eta.ts", 'export type App = import("hono").Hono;'],
  ["a required module", "src/domain/eta.ts", 'import hono = require("hono"); export const app = hono;'],
  ["a required value", "src/domain/eta.ts", 'export const hono: unknown = require("hono");'],
  ["an alias", "src/services/trips.ts", 'import { a } from "@/db/trips.ts";'],
  ["an absolute path", "src/services/trips.ts", 'import { a } from "/src/db/trips.ts";'],
  ["a way round through the root", "src/domain/eta.ts", 'import { a } from "../../src/db/trips.ts";'],
  ["a way into node_modules", "src/domain/eta.ts", 'import { a } from "../../node_modules/hono/dist/index.js";'],
  ["product code that needs a test", "src/services/trips.ts", 'import { a } from "../../test/support/trips.ts";'],
  ["a component", "src/web/driver/app.tsx", 'import { a } from "../track/a.tsx"; export const App = () => <p>{a}</p>;'],
  ["a file outside the layers", "src/extra.ts", 'import { ok } from "./domain/result.ts";'],
  ["a folder outside the layers", "src/extra/a.ts", 'import { ok } from "../domain/result.ts";'],
];

const ALLOWED: [file: string, source: string][] = [
  ["src/protocol/trip.ts", 'import * as z from "zod"; import { TripId } from "./ids.ts";'],
  ["src/domain/eta.ts", 'import type { Trip } from "../protocol/trip.ts"; import { ok } from "./result.ts";'],
  ["src/db/client.ts", 'import { neon } from "@neondatabase/serverless"; import { sql } from "drizzle-orm/sql";'],
  ["src/platform/new-id.ts", 'import { uuidv7 } from "uuidv7";'],
  ["src/platform/access-token.ts", 'import { jwtVerify } from "jose"; import { parse } from "../domain/caller.ts";'],
  ["src/objects/trip/trip-object.ts", 'import { DurableObject } from "cloudflare:workers";'],
  ["src/http/app.ts", 'import { Hono } from "hono"; import { cors } from "hono/cors";'],
  [
    "src/web/driver/main.tsx",
    'import { render } from "preact"; import { t } from "../shared/i18n.ts"; import "./a.css";',
  ],
  ["src/web/vite.config.ts", 'import { defineConfig } from "vite"; import { join } from "node:path";'],
  ["src/worker.ts", 'export { TripObject } from "./objects/trip/trip-object.ts"; import { app } from "./http/app.ts";'],
  ["src/domain/eta.ts", '// import { Hono } from "hono";\nexport const text = \'import { Hono } from "hono"\';'],
];

describe("the import law refuses", () => {
  test.each(FORBIDDEN)("%s", (_why, file, source) => {
    expect(forbiddenImports(planted({ [file]: source }))).toHaveLength(1);
  });
});

describe("the import law accepts", () => {
  test.each(ALLOWED)("%s: %s", (file, source) => {
    expect(forbiddenImports(planted({ [file]: source }))).toEqual([]);
  });
});

test("a refusal names the file, the target and the rule", () => {
  const tree = planted({ "src/domain/eta.ts": 'import { Hono } from "hono";\nimport { db } from "../db/client.ts";' });
  expect(forbiddenImports(tree)).toEqual([
    "src/domain/eta.ts -> hono: domain may import the packages nothing",
    "src/domain/eta.ts -> ../db/client.ts: domain may import protocol",
  ]);
});

test("every kind of import is an edge", () => {
  const source = `import a, { b } from "./a.ts"; import type { C } from "./c.ts"; import "./d.ts"; export { e } from "./e.ts";
    export type { F } from "./f.ts"; export * from "./g.ts"; await import("./h.ts"); type I = import("./i.ts").I;`;
  expect(importEdges(planted({ "src/domain/x.ts": source })).map((edge) => edge.target)).toEqual(
    ["a", "c", "d", "e", "f", "g", "h", "i"].map((name) => `./${name}.ts`),
  );
});

test("a file that does not parse stops the law", () => {
  expect(() => forbiddenImports(planted({ "src/domain/x.ts": "import { from" }))).toThrow("src/domain/x.ts");
});
