import type { Context } from "hono";
import { etagOf } from "../platform/etag.ts";
import type { AppEnv } from "./context.ts";

/**
 * JSON that is asked for again and again: what has not changed costs an empty 304. `tagged` is what counts as a change,
 * where the body also tells the time. Nothing is stored on the way: whoever asks keeps the tag.
 */
export async function taggedJson(
  c: Context<AppEnv>,
  { body, tagged = body, headers = {} }: { body: unknown; tagged?: unknown; headers?: Record<string, string> },
): Promise<Response> {
  const etag = await etagOf(JSON.stringify(tagged));
  const known = (c.req.header("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  const all = { "cache-control": "no-store", etag, ...headers };
  return known.includes(etag)
    ? new Response(null, { status: 304, headers: all })
    : Response.json(body, { headers: all });
}
