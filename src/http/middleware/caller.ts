import { createMiddleware } from "hono/factory";
import type { Caller } from "../../domain/caller.ts";
import { verifyAccessToken } from "../../platform/access-token.ts";
import { API_KEY_START, authenticateKey } from "../../services/api-keys.ts";
import type { AppEnv } from "../context.ts";
import type { HttpDeps } from "../deps.ts";
import { problem } from "../problem.ts";

const BEARER = /^Bearer ([\w.~+/-]{1,4096})$/;

/** Who asks. Nobody is fine here, a bad token is not: it would be mistaken for a good one that may do little. */
export const identifyCaller = createMiddleware<AppEnv>(async (c, next) => {
  const header = c.req.header("authorization");
  if (header !== undefined) {
    const token = BEARER.exec(header)?.[1];
    const caller = token === undefined ? undefined : await callerOf(c.var.deps, token);
    if (!caller) return problem(c.var.requestId, { tag: "unauthenticated" });
    c.set("deps", { ...c.var.deps, caller });
  }
  return next();
});

async function callerOf(deps: HttpDeps, token: string): Promise<Caller | undefined> {
  if (token.startsWith(API_KEY_START)) {
    const key = await authenticateKey(deps, token);
    return key.ok ? key.value : undefined;
  }
  const verified = await verifyAccessToken(await deps.keys(), token, deps.now());
  return verified.ok ? verified.value : undefined;
}
