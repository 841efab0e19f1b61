import type { Failure } from "../domain/failure.ts";
import { ok, type Result } from "../domain/result.ts";
import { API_BASE, type Endpoint, type InputOf, type OutputOf } from "../protocol/api/endpoint.ts";
import { OutboxEntry } from "../protocol/deferred-write.ts";
import { deferWrite } from "../services/deferred-writes.ts";
import type { HttpDeps } from "./deps.ts";
import { answerWith, type Answer, type Route, rawRoute } from "./route.ts";

const ACCEPTED = 202;
type Deferring = Endpoint & {
  readonly defer: NonNullable<Endpoint["defer"]>;
  readonly body: NonNullable<Endpoint["body"]>;
};

/** While the database does not answer, the write is kept and done later: 202, with where to look for what became of it. */
export function deferringRoute<E extends Deferring>(
  endpoint: E,
  handler: (deps: HttpDeps, input: InputOf<E>) => Promise<Result<Answer<OutputOf<E>>, Failure>>,
): Route {
  return rawRoute(endpoint, async (deps, input) => {
    const done = await handler(deps, input);
    if (done.ok) return ok(answerWith(endpoint, done.value));
    if (done.error.tag !== "unavailable") return done;
    const kept = await deferWrite(deps, endpoint.defer, bodyOf(input));
    if (!kept.ok) return done;
    const headers = { "cache-control": "no-store", location: `${API_BASE}/outbox/${kept.value.id}` };
    return ok(Response.json(OutboxEntry.parse(kept.value), { status: ACCEPTED, headers }));
  });
}

function bodyOf(input: object): unknown {
  return "body" in input ? input.body : undefined;
}
