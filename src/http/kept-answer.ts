import type { Context } from "hono";
import * as z from "zod";
import { logError } from "../platform/log.ts";
import type { Answer, Given } from "../platform/kept-answers.ts";
import type { Endpoint } from "../protocol/api/endpoint.ts";
import type { FactMarks } from "../protocol/fact-kind.ts";
import type { TenantId } from "../protocol/ids.ts";
import type { AppEnv } from "./context.ts";

const SECOND_MS = 1_000;
const JsonObject = z.record(z.string(), z.unknown());

/** Gives an answer again for as long as it is right, and an older one, which says so, while the database does not answer. */
export async function keptAnswer(
  endpoint: Endpoint,
  c: Context<AppEnv>,
  respond: () => Promise<Response>,
): Promise<Response> {
  const { deps } = c.var;
  const { caller } = deps;
  if (!endpoint.keep || caller.kind === "nobody") return respond();
  const { pathname, search } = new URL(c.req.url);
  // All that is known of the caller, because all of it may decide what it sees.
  const key = JSON.stringify([caller, pathname, search]);
  const given = await deps.kept.give(key, endpoint.keep, {
    marks: async () => marksOf(c, caller.tenantId),
    work: async (isSettled) => {
      // Whoever has just changed something finds it in the list that they ask for next.
      if (!isSettled) deps.readPrimary();
      return read(await respond());
    },
    later: deps.later,
  });
  deps.metrics.answerFrom(endpoint.operationId, given.from);
  return write(endpoint, given);
}

async function marksOf(c: Context<AppEnv>, tenantId: TenantId): Promise<FactMarks | null> {
  try {
    return await c.var.deps.marks(tenantId);
  } catch (error) {
    logError(c.var.log, "marks of facts", error);
    return null;
  }
}

async function read(response: Response): Promise<Answer> {
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

function write(endpoint: Endpoint, { answer, from, ageMs }: Given): Response {
  const { status, headers, body } = answer;
  const all = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
  if (from !== "work") all.set("age", String(Math.floor(ageMs / SECOND_MS)));
  if (from !== "stand-in") return new Response(body, { status, headers: all });
  all.set("x-stale", "true");
  // Nobody should base a change on it.
  all.delete("etag");
  return new Response(markedStale(endpoint, body), { status, headers: all });
}

/** In the body too, where its schema has a place for it. */
function markedStale({ output }: Endpoint, body: string): string {
  const marked = { ...JsonObject.parse(JSON.parse(body)), stale: true };
  return output.safeParse(marked).success ? JSON.stringify(marked) : body;
}
