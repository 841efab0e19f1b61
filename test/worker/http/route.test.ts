import { Hono } from "hono";
import { expect, test } from "vitest";
import * as z from "zod";
import { ok } from "../../../src/domain/result.ts";
import type { AppEnv } from "../../../src/http/context.ts";
import type { HttpDeps } from "../../../src/http/deps.ts";
import { mount, route } from "../../../src/http/route.ts";
import { openApi } from "../../../src/http/openapi.ts";
import { endpoint } from "../../../src/protocol/api/endpoint.ts";
import { Problem } from "../../../src/protocol/errors.ts";

const Parcel = z
  .strictObject({ label: z.string().min(1), inner: z.strictObject({ grams: z.int().min(1) }) })
  .meta({ id: "Parcel" });

const putParcel = endpoint({
  method: "put",
  path: "/parcels/:code",
  access: "public",
  limit: "none",
  priority: "normal",
  operationId: "putParcel",
  tag: "Parcels",
  summary: "Store a parcel",
  params: z.strictObject({ code: z.string().regex(/^[a-z]{3}$/) }),
  query: z.strictObject({ notify: z.enum(["yes", "no"]).optional() }),
  body: Parcel,
  status: 201,
  output: z.strictObject({ code: z.string() }),
  errors: [],
});

function appAnswering(body: unknown) {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set("requestId", "r1");
    // Of all that a request is given, the door of an endpoint without limit and access asks for this alone.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    c.set("deps", { shed: () => undefined } as unknown as HttpDeps);
    await next();
  });
  // The wrong type on purpose: what leaves is checked at run time too.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  mount(app, [route(putParcel, () => Promise.resolve(ok({ body: body as { code: string } })))]);
  app.onError(() => new Response("thrown", { status: 500 }));
  return app;
}

const put = (app: Hono<AppEnv>, path: string, body: string, type = "application/json") =>
  app.request(path, { method: "PUT", body, headers: { "content-type": type } });

test("a sound request reaches the handler, and its answer has the endpoint's status", async () => {
  const answer = await put(appAnswering({ code: "abc" }), "/api/v1/parcels/abc", '{"label":"x","inner":{"grams":5}}');
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ code: "abc" });
});

test("every wrong field is named at once, in params, query and body, without its value or pattern", async () => {
  const body = '{"label":"","inner":{"grams":0,"extra":1},"secret":"s3cr3t"}';
  const answer = await put(appAnswering({}), "/api/v1/parcels/WRONG?notify=maybe", body);
  expect(answer.status).toBe(400);
  const text = await answer.text();
  const problem = Problem.parse(JSON.parse(text));
  expect(problem.code).toBe("invalid-request");
  const paths = problem.errors?.map(({ path }) => path);
  expect(paths).toEqual(["params.code", "query.notify", "body.label", "body.inner.grams", "body.inner", "body"]);
  for (const leak of ["WRONG", "s3cr3t", "a-z"]) expect(text).not.toContain(leak);
});

test("a body that is not JSON, or not called so, is refused as such", async () => {
  const app = appAnswering({});
  const broken = await put(app, "/api/v1/parcels/abc", "{");
  expect(Problem.parse(await broken.json())).toMatchObject({ code: "invalid-request", errors: [{ path: "body" }] });
  const form = await put(app, "/api/v1/parcels/abc", "label=x", "application/x-www-form-urlencoded");
  expect(form.status).toBe(415);
  const almost = await put(app, "/api/v1/parcels/abc", "{}", "application/jsonx");
  expect(almost.status).toBe(415);
});

test("an answer that breaks its own schema never leaves", async () => {
  const answer = await put(
    appAnswering({ code: "abc", internal: "row" }),
    "/api/v1/parcels/abc",
    '{"label":"x","inner":{"grams":5}}',
  );
  expect(answer.status).toBe(500);
  expect(await answer.text()).toBe("thrown");
});

test("the document describes parameters, body and what may go wrong", () => {
  const document = openApi([putParcel]);
  expect(document).toMatchObject({
    paths: {
      "/api/v1/parcels/{code}": {
        put: {
          parameters: [
            { name: "code", in: "path", required: true, schema: { type: "string" } },
            { name: "notify", in: "query", required: false, schema: { enum: ["yes", "no"] } },
          ],
          requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Parcel" } } } },
        },
      },
    },
    components: { schemas: { Parcel: { additionalProperties: false } } },
  });
  expect(document).toHaveProperty(["paths", "/api/v1/parcels/{code}", "put", "responses", "415"]);
});
