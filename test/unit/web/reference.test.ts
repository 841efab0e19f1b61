import { expect, test } from "vitest";
import { exampleOf } from "../../../src/web/docs/example-value.ts";
import { limitsOf, typeName } from "../../../src/web/docs/describe-schema.ts";
import { OpenApiDocument } from "../../../src/web/docs/open-api.ts";
import type { Reference } from "../../../src/web/docs/reference.ts";
import { findOperations, toReference } from "../../../src/web/docs/reference.ts";
import { planRequest, toCurl } from "../../../src/web/docs/request-plan.ts";
import { partsOf } from "../../../src/web/docs/schema-parts.ts";

const ORIGIN = "https://doorstep.example";
const DOCUMENT = {
  openapi: "3.1.0",
  info: { title: "Doorstep", version: "1" },
  paths: {
    "/shipments": {
      get: {
        operationId: "listShipments",
        tags: ["Shipments"],
        summary: "List shipments",
        parameters: [{ name: "limit", in: "query", schema: { type: "integer", maximum: 100 } }],
      },
      post: {
        operationId: "createShipment",
        tags: ["Shipments"],
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Shipment" } } } },
      },
    },
    "/drivers/{id}": {
      get: {
        operationId: "getDriver",
        tags: ["Drivers"],
        parameters: [{ name: "id", in: "path", required: true }],
        responses: { 200: { description: "The driver", content: { "application/json": { schema: true } } } },
      },
    },
  },
  components: {
    schemas: {
      Shipment: {
        type: "object",
        required: ["to", "weightG"],
        additionalProperties: false,
        properties: {
          to: { type: "string", minLength: 1 },
          weightG: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
          parts: { type: "array", items: { $ref: "#/components/schemas/Shipment" } },
          note: { anyOf: [{ type: "string" }, { type: "null" }] },
        },
      },
    },
  },
};

const reference = toReference(OpenApiDocument.parse(DOCUMENT));

function operation(id: string): Reference["operations"][number] {
  const found = reference.operations.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
}

const filled = { values: {}, body: "", token: "" };

test("operations keep the document's order and are found by name, path, method and tag", () => {
  expect(reference.operations.map(({ id }) => id)).toEqual(["listShipments", "createShipment", "getDriver"]);
  const found = (query: string) =>
    findOperations(reference.operations, query).flatMap((group) => group.operations.map(({ id }) => id));
  expect(found("")).toEqual(["listShipments", "createShipment", "getDriver"]);
  expect(found("DRIVERS get")).toEqual(["getDriver"]);
  expect(found("post")).toEqual(["createShipment"]);
  expect(found("nothing like it")).toEqual([]);
});

test("a document that is not OpenAPI is refused", () => {
  expect(OpenApiDocument.safeParse({ paths: {} }).success).toBe(false);
});

test("values go where the parameter belongs, encoded", () => {
  const driver = planRequest(operation("getDriver"), ORIGIN, { ...filled, values: { "path:id": "a/b" }, token: "t0" });
  expect(driver).toEqual({
    method: "GET",
    url: `${ORIGIN}/drivers/a%2Fb`,
    headers: { authorization: "Bearer t0" },
    body: null,
  });
  const list = planRequest(operation("listShipments"), ORIGIN, { ...filled, values: { "query:limit": "5" } });
  expect(list.url).toBe(`${ORIGIN}/shipments?limit=5`);
  expect(planRequest(operation("listShipments"), ORIGIN, filled).url).toBe(`${ORIGIN}/shipments`);
});

test("the curl command survives quotes in the body", () => {
  const plan = planRequest(operation("createShipment"), ORIGIN, { ...filled, body: `{"to":"O'Hara"}` });
  expect(toCurl(plan)).toBe(
    `curl -X POST '${ORIGIN}/shipments' \\\n  -H 'content-type: application/json' \\\n  --data '{"to":"O'\\''Hara"}'`,
  );
});

test("an example holds what is required, even where a schema contains itself", () => {
  const schema = operation("createShipment").body?.schema ?? {};
  expect(exampleOf(schema, reference.lookUp)).toEqual({ to: "text", weightG: 1 });
  const endless = { $ref: "#/x" };
  const lookUp = () => ({ name: "x", schema: { properties: { again: endless }, required: ["again"] } });
  expect(JSON.stringify(exampleOf(endless, lookUp))).toContain("null");
});

test("a schema is told in one line, without the bounds that every integer has", () => {
  const shipment = reference.lookUp("#/components/schemas/Shipment")?.schema ?? {};
  const named = (ref: string) => reference.lookUp(ref)?.name ?? ref;
  const { weightG = {}, parts = {}, note = {} } = shipment.properties ?? {};
  expect(limitsOf(weightG)).toEqual([{ kind: "minimum", value: "1" }]);
  expect(typeName(parts, named)).toBe("Shipment[]");
  expect(typeName(note, named)).toBe("string | null");
  expect(partsOf(shipment).map(({ key, required }) => [key, required])).toEqual([
    ["to", true],
    ["weightG", true],
    ["parts", false],
    ["note", false],
  ]);
});
