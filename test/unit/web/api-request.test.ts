import { expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { endpoint } from "../../../src/protocol/api/endpoint.ts";
import { type CallInput, toRequest } from "../../../src/web/shared/api-request.ts";

const thing = endpoint({
  method: "put",
  path: "/things/:id/parts/:part",
  access: "public",
  priority: "normal",
  operationId: "changePart",
  tag: "Things",
  summary: "Change a part",
  params: z.strictObject({ id: z.string(), part: z.string() }),
  query: z.strictObject({ limit: z.int().optional(), after: z.string().optional() }),
  headers: z.strictObject({ "if-match": z.string().optional() }),
  body: z.strictObject({ name: z.string().default("none") }),
  status: 200,
  output: z.strictObject({}),
  errors: [],
});
const bare = { ...thing, method: "get", path: "/health" } as const;

test("parameters fill the path, and cannot leave it", () => {
  expect(toRequest(thing, { params: { id: "a/../b", part: "ö ?" } }).url).toBe(
    "/api/v1/things/a%2F..%2Fb/parts/%C3%B6%20%3F",
  );
});

test("a parameter that was forgotten is an error, never a colon in an address", () => {
  expect(() => toRequest(thing, { params: { id: "a" } })).toThrow(":part");
});

test("a query holds what is there, and nothing for what is not", () => {
  expect(toRequest(bare, { query: { limit: 20, after: undefined } }).url).toBe("/api/v1/health?limit=20");
  expect(toRequest(bare, { query: {} }).url).toBe("/api/v1/health");
});

test("a body goes as JSON, and an endpoint without one sends none", () => {
  const params = { id: "a", part: "b" };
  expect(toRequest(thing, { params, body: { name: "Van 1" } })).toMatchObject({
    method: "PUT",
    body: '{"name":"Van 1"}',
  });
  expect(toRequest(bare, {}).body).toBeNull();
});

test("an endpoint's own headers go along", () => {
  const params = { id: "a", part: "b" };
  expect(toRequest(thing, { params, headers: { "if-match": '"3"' } }).headers).toEqual([["if-match", '"3"']]);
  expect(toRequest(bare, {}).headers).toEqual([]);
});

test("an endpoint outside the versions keeps its own path", () => {
  expect(toRequest({ ...bare, unversioned: true }, {}).url).toBe("/health");
});

test("the compiler asks for an endpoint's own input, before defaults are filled in", () => {
  expectTypeOf<CallInput<typeof thing>["body"]>().toEqualTypeOf<{ name?: string | undefined }>();
  expectTypeOf<keyof CallInput<typeof thing>>().toEqualTypeOf<"params" | "query" | "headers" | "body">();
});
