import type { Context } from "hono";
import * as z from "zod";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import { ANSWER_MAX_BYTES } from "../domain/idempotency.ts";
import { logError } from "../platform/log.ts";
import { repeatedRowIds } from "../platform/new-row-id.ts";
import { type Place, open, seal } from "../platform/sealed-text.ts";
import { sha256, sha256OfParts } from "../platform/sha256.ts";
import type { Endpoint } from "../protocol/api/endpoint.ts";
import { IdempotencyKey, keepsAnswer } from "../protocol/api/idempotency-key.ts";
import type { AppEnv } from "./context.ts";
import type { HttpDeps } from "./deps.ts";
import { problem } from "./problem.ts";

/** Of the headers of an answer those that belong to its body. */
const KEPT_HEADERS = ["content-type", "etag"];
const KeptAnswer = z.strictObject({
  status: z.int(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
});
const WAIT_SECONDS = 1;
const SERVER_ERROR = 500;

type Work = () => Promise<Response>;

/** A caller's request, its key, and where the answer is kept. */
interface Keyed {
  readonly caller: KnownCaller;
  readonly key: string;
  readonly answers: ReturnType<HttpDeps["answers"]>;
}

/** Does the work once for each key, and says again what was said to whoever did not hear it. */
export async function onceForKey(endpoint: Endpoint, c: Context<AppEnv>, work: Work): Promise<Response> {
  const sent = c.req.header("idempotency-key");
  if (sent === undefined || !keepsAnswer(endpoint)) return work();
  const { deps, requestId } = c.var;
  const { caller } = deps;
  if (caller.kind === "nobody") return work();
  const named = IdempotencyKey.safeParse(sent);
  if (!named.success) {
    const errors = [{ path: "headers.idempotency-key", message: "must be 1 to 255 printable characters" }];
    return problem(requestId, { tag: "invalid-request", errors });
  }
  // A key names no more than itself; its hash keeps what clients put into it out of the object.
  const key = await sha256OfParts([named.data]);
  const keyed = { caller, key, answers: deps.answers(caller.tenantId, actorOf(caller)) };
  const begun = await begin(c, keyed);
  switch (begun.verdict) {
    case "unreachable":
      return problem(requestId, { tag: "unavailable" });
    case "other":
      return problem(requestId, { tag: "idempotency-mismatch" });
    case "working":
      return problem(requestId, { tag: "in-progress", retryAfterSeconds: WAIT_SECONDS });
    case "answered":
      return sayAgain(deps, keyed, begun.sealed);
    case "first": {
      const { begunAt, isAgain } = begun;
      const owner = `${caller.tenantId} ${actorOf(caller)} ${key}`;
      const ids = async () => repeatedRowIds(begunAt, await sha256(owner));
      c.set("deps", { ...deps, attempt: { ids, isAgain } });
      const done = doFirst(c, keyed, { number: begun.number, work });
      // The runtime stops what nobody waits for: who hangs up in the middle would find neither work nor answer.
      deps.later(Promise.allSettled([done]));
      return done;
    }
  }
}

/** Without the object nothing is done: twice would be worse than later. */
async function begin(c: Context<AppEnv>, { key, answers }: Keyed) {
  const { method, url } = c.req;
  const { pathname, search } = new URL(url);
  // Of a copy, because who reads the body behind us reads the request's own stream.
  const body = await c.req.raw.clone().arrayBuffer();
  const fingerprint = await sha256OfParts([method, pathname + search, new Uint8Array(body)]);
  try {
    return await answers.begin(key, fingerprint);
  } catch (error) {
    logError(c.var.log, "idempotency begins", error);
    return { verdict: "unreachable" as const };
  }
}

async function doFirst(
  c: Context<AppEnv>,
  keyed: Keyed,
  { number, work }: { readonly number: number; readonly work: Work },
): Promise<Response> {
  let answer: Response | null = null;
  try {
    answer = await work();
    return answer;
  } finally {
    await remember(c, keyed, { number, answer });
  }
}

/** What failed on our side is tried anew; every other answer stands, refusals too. */
async function remember(
  { var: { deps, log } }: Context<AppEnv>,
  keyed: Keyed,
  { number, answer }: { readonly number: number; readonly answer: Response | null },
): Promise<void> {
  try {
    const stands = answer !== null && answer.status < SERVER_ERROR;
    const sealed = stands ? await sealAnswer(deps, keyed, answer.clone()) : "";
    if (!stands || sealed.length > ANSWER_MAX_BYTES) await keyed.answers.giveUp(number);
    else await keyed.answers.answer(number, sealed);
  } catch (error) {
    // It was done and is answered; who repeats it within a minute hears that it is being done.
    logError(log, "idempotency keeps", error);
  }
}

async function sealAnswer(deps: HttpDeps, keyed: Keyed, answer: Response): Promise<string> {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const kept = { status: answer.status, headers, body: await answer.text() };
  return seal(await deps.masterKeys(), placeOf(keyed), JSON.stringify(kept));
}

async function sayAgain(deps: HttpDeps, keyed: Keyed, sealed: string): Promise<Response> {
  const opened = await open(await deps.masterKeys(), placeOf(keyed), sealed);
  if (!opened.ok) throw new Error(`kept answer: ${opened.error.tag}`);
  const { status, headers, body } = KeptAnswer.parse(JSON.parse(opened.value));
  const all = new Headers([...headers, ["cache-control", "no-store"], ["idempotency-replayed", "true"]]);
  return new Response(body, { status, headers: all });
}

/** By the deployment's own keys, because the tenant's are in Postgres, and trips go on without it. */
function placeOf({ caller, key }: Keyed): Place {
  return { table: "idempotency", column: actorOf(caller), row: key, tenant: caller.tenantId };
}
