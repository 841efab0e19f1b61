import * as z from "zod";
import { API_BASE, type Endpoint, mayLackBody } from "../protocol/api/endpoint.ts";
import { IdempotencyKey, keepsAnswer } from "../protocol/api/idempotency-key.ts";
import { OutboxEntry } from "../protocol/deferred-write.ts";
import { type ErrorCode, Problem, PROBLEM_TYPE } from "../protocol/errors.ts";
import { API_VERSION } from "../protocol/version.ts";
import { statusOf, titleOf } from "./problem.ts";

type Json = Record<string, unknown>;

/** Any operation may answer these. */
const ALWAYS: readonly ErrorCode[] = ["internal", "misconfigured"];
/** What reading a request may find wrong, by what the request has. */
const OF_INPUT: readonly ErrorCode[] = ["invalid-request"];
const OF_BODY: readonly ErrorCode[] = ["body-too-large", "unsupported-media-type"];
/** What a key for repeated requests may be answered with. */
const OF_KEY: readonly ErrorCode[] = ["in-progress", "idempotency-mismatch", "unavailable"];
/** "Nothing is there" and "not modified" have no body, whatever their operation else answers with. */
const BODILESS = ["204", "304"];
const SECRET = "An `Idempotency-Key` is not looked at: the answer is a secret, and is kept nowhere to be said again.";
const DEFERRED = "The database does not answer: it is kept, and done when it does; `location` names where to ask";
const KEPT =
  "While the database does not answer, the last answer of at most 15 minutes ago is given with `x-stale: true` and its `age` in seconds.";

/** OpenAPI 3.1, whose schemas are JSON Schema 2020-12: just what zod writes. */
export function openApi(endpoints: readonly Endpoint[]): Json {
  const components = new Map<string, unknown>();
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = (endpoint.unversioned ? "" : API_BASE) + endpoint.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint, components) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Doorstep",
      version: API_VERSION,
      license: { name: "ISC", identifier: "ISC" },
      description: "Live last-mile delivery tracking. Every path below /api/v1 also answers below /api.",
    },
    servers: [{ url: "/" }],
    paths,
    components: { schemas: Object.fromEntries([...components].toSorted(([a], [b]) => a.localeCompare(b))) },
  };
}

function operation(endpoint: Endpoint, components: Map<string, unknown>): Json {
  const { operationId, summary, tag, body } = endpoint;
  const description = descriptionOf(endpoint);
  const content = (schema: z.ZodType, io: "input" | "output", type = "application/json") => ({
    content: { [type]: { schema: jsonSchema(schema, io, components) } },
  });
  const responses: Record<string, Json> = {};
  for (const [status, meaning] of Object.entries({ [endpoint.status]: summary, ...endpoint.alsoStatus })) {
    const said = BODILESS.includes(status) ? {} : content(endpoint.output, "output", endpoint.mediaType);
    responses[status] = { description: meaning, ...said };
  }
  if (endpoint.defer) responses["202"] = { description: DEFERRED, ...content(OutboxEntry, "output") };
  for (const code of errorsOf(endpoint)) addProblem(responses, code, content(Problem, "output", PROBLEM_TYPE));
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description && { description }),
    parameters: [
      ...parameters("path", endpoint.params, components),
      ...parameters("query", endpoint.query, components),
      ...parameters("header", headersOf(endpoint), components),
    ],
    ...(body && { requestBody: { required: !mayLackBody(endpoint), ...content(body, "input") } }),
    responses,
  };
}

/** Its own, and the one that makes repeating harmless. */
function headersOf(endpoint: Endpoint): Endpoint["headers"] {
  const key = keepsAnswer(endpoint) ? { "idempotency-key": IdempotencyKey.optional() } : {};
  return z.strictObject({ ...endpoint.headers?.shape, ...key });
}

function descriptionOf({ description, secretAnswer, keep }: Endpoint): string | undefined {
  return (
    [description, secretAnswer && `${SECRET} ${secretAnswer}`, keep && KEPT].filter(Boolean).join(" ") || undefined
  );
}

function errorsOf(endpoint: Endpoint): ErrorCode[] {
  const { params, query, headers, body, errors, access, limit, unversioned } = endpoint;
  const keeps = keepsAnswer(endpoint);
  const input = params || query || headers || body || keeps ? OF_INPUT : [];
  const door: ErrorCode[] = endpoint.priority === "critical" ? [] : ["overloaded"];
  // A bad token is refused even where none is asked for, and who tries many has to wait.
  if (!unversioned) door.push("unauthenticated", "too-many-requests");
  if (access !== "public") door.push("forbidden");
  if (limit !== "none") door.push("too-many-requests");
  return [...new Set([...errors, ...door, ...input, ...(body ? OF_BODY : []), ...(keeps ? OF_KEY : []), ...ALWAYS])];
}

/** Several codes may share a status: the description names them all. */
function addProblem(responses: Record<string, Json>, code: ErrorCode, content: { content: Json }): void {
  const status = statusOf(code);
  const known = responses[status];
  const description = `${code}: ${titleOf(code)}`;
  responses[status] = known
    ? {
        description: `${String(known["description"])}; ${description}`,
        content: { ...Object(known["content"]), ...content.content },
      }
    : { description, ...content };
}

type ParameterPlace = "path" | "query" | "header";

function parameters(place: ParameterPlace, schema: Endpoint["query"], components: Map<string, unknown>): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, ...rest } = jsonSchema(field, "input", components);
    const optional = place !== "path" && field.safeParse(undefined).success;
    return { name, in: place, required: !optional, ...(description ? { description } : {}), schema: rest };
  });
}

/** Schemas with an id become components; references to them are rewritten to point there. */
function jsonSchema(schema: z.ZodType, io: "input" | "output", components: Map<string, unknown>): Json {
  const text = JSON.stringify(z.toJSONSchema(schema, { io })).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $schema: _, $defs, id, ...rest } = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  for (const [name, definition] of Object.entries(Object($defs))) components.set(name, withoutId(definition));
  if (typeof id !== "string") return rest;
  components.set(id, rest);
  return { $ref: `#/components/schemas/${id}` };
}

function withoutId(definition: unknown): unknown {
  const { id: _, ...rest } = Object(definition);
  return rest;
}
