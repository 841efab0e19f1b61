import type { Context, Hono } from "hono";
import type { z } from "zod";
import type { Failure } from "../domain/failure.ts";
import type { Result } from "../domain/result.ts";
import { err, ok } from "../domain/result.ts";
import {
  API_ALIAS,
  API_BASE,
  type Endpoint,
  type InputOf,
  mayLackBody,
  type OutputOf,
} from "../protocol/api/endpoint.ts";
import { type FieldError, fieldError } from "../protocol/errors.ts";
import type { AppEnv } from "./context.ts";
import type { HttpDeps } from "./deps.ts";
import { refusal } from "./gate.ts";
import { keptAnswer } from "./kept-answer.ts";
import { problem } from "./problem.ts";
import { onceForKey } from "./repeated.ts";

/** What a handler answers: a body of the endpoint's shape, with another status where the endpoint allows one. */
export interface Answer<Body> {
  body: Body;
  status?: number;
  headers?: Record<string, string>;
}
type Handler<E extends Endpoint> = (deps: HttpDeps, input: InputOf<E>) => Promise<Result<Answer<OutputOf<E>>, Failure>>;

type Responder<E extends Endpoint> = (
  deps: HttpDeps,
  input: InputOf<E>,
  c: Context<AppEnv>,
) => Promise<Result<Response, Failure>>;

/** An endpoint with its handler; the app mounts it, the OpenAPI document lists it. */
export interface Route {
  endpoint: Endpoint;
  handle: (c: Context<AppEnv>) => Promise<Response>;
}

export function route<E extends Endpoint>(endpoint: E, handler: Handler<E>): Route {
  return rawRoute(endpoint, async (deps, input) => {
    const answer = await handler(deps, input);
    return answer.ok ? ok(answerWith(endpoint, answer.value)) : answer;
  });
}

/** A body that breaks its own schema is a bug and must not leave: parse throws, the client gets `internal`. */
export function answerWith<Body>(endpoint: Endpoint, { body, status, headers }: Answer<Body>): Response {
  const init = { status: status ?? endpoint.status, headers: { "cache-control": "no-store", ...headers } };
  return Response.json(endpoint.output.parse(body), init);
}

/** For what is not a JSON document each time: a file, a stream, "not modified". Headers of its answer are its own. */
export function rawRoute<E extends Endpoint>(endpoint: E, respond: Responder<E>): Route {
  const handle = async (c: Context<AppEnv>): Promise<Response> => {
    c.set("route", endpoint.path);
    const refused = await refusal(endpoint, c.var.deps);
    if (refused) return problem(c.var.requestId, refused);
    const answer = async (): Promise<Response> => {
      const input = await parseInput(endpoint, c);
      if (!input.ok) return problem(c.var.requestId, input.error);
      // Checked just now against this endpoint's own schemas, part by part.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const responded = await respond(c.var.deps, input.value as InputOf<E>, c);
      return responded.ok ? responded.value : problem(c.var.requestId, responded.error);
    };
    return onceForKey(endpoint, c, async () => keptAnswer(endpoint, c, answer));
  };
  return { endpoint, handle };
}

/** Where an endpoint answers: under the version, and under the names without one. */
function pathsOf(endpoint: Endpoint): string[] {
  return endpoint.unversioned ? [endpoint.path] : [API_BASE + endpoint.path, API_ALIAS + endpoint.path];
}

export function mount(app: Hono<AppEnv>, routes: readonly Route[]): void {
  const methods = new Map<string, string[]>();
  for (const { endpoint, handle } of routes) {
    for (const path of pathsOf(endpoint)) {
      app.on(endpoint.method.toUpperCase(), path, handle);
      methods.set(path, [...(methods.get(path) ?? []), endpoint.method.toUpperCase()]);
    }
  }
  // Behind all of them, so that a known path with another method is told what it takes.
  for (const [path, allowed] of methods) {
    app.all(path, (c) => {
      const answer = problem(c.var.requestId, { tag: "method-not-allowed" });
      answer.headers.set("allow", allowed.join(", "));
      return answer;
    });
  }
}

async function parseInput(endpoint: Endpoint, c: Context<AppEnv>): Promise<Result<Record<string, unknown>, Failure>> {
  const raw: { params?: unknown; query?: unknown; headers?: unknown; body?: unknown } = {
    params: c.req.param(),
    query: c.req.query(),
    headers: namedHeaders(endpoint, c),
  };
  if (endpoint.body && !(isEmpty(c) && mayLackBody(endpoint))) {
    if (!/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
      return err({ tag: "unsupported-media-type" });
    raw.body = await c.req.json().catch(() => null); // not JSON: refused by the schema, under the path "body"
  }
  const input: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (const part of ["params", "query", "headers", "body"] as const) {
    const schema: z.ZodType | undefined = endpoint[part];
    if (!schema) continue;
    const parsed = schema.safeParse(raw[part]);
    if (parsed.success) input[part] = parsed.data;
    else errors.push(...parsed.error.issues.map((issue) => fieldError([part], issue)));
  }
  return errors.length > 0 ? err({ tag: "invalid-request", errors }) : ok(input);
}

/** Some clients send an empty body with its type, others none. */
function isEmpty(c: Context<AppEnv>): boolean {
  return c.req.raw.body === null || c.req.header("content-length") === "0";
}

/** Those that the endpoint knows: what else a client sends is between it and the network. */
function namedHeaders({ headers }: Endpoint, c: Context<AppEnv>): Record<string, string | undefined> {
  return Object.fromEntries(Object.keys(headers?.shape ?? {}).map((name) => [name, c.req.header(name)]));
}
