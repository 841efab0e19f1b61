import { createMiddleware } from "hono/factory";
import type { Caller } from "../../domain/caller.ts";
import type { Failure } from "../../domain/failure.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { verifyAccessToken } from "../../platform/access-token.ts";
import { API_KEY_START, authenticateKey } from "../../services/api-keys.ts";
import { isLinkToken } from "../../services/link-token.ts";
import { openLink } from "../../services/open-link.ts";
import type { AppEnv } from "../context.ts";
import type { HttpDeps } from "../deps.ts";
import { problem } from "../problem.ts";

const BEARER = /^Bearer ([\w.~+/-]{1,4096})$/;

/** Who asks. Nobody is fine here, a bad token is not: it would be mistaken for a good one that may do little. */
export const identifyCaller = createMiddleware<AppEnv>(async (c, next) => {
  const header = c.req.header("authorization");
  if (header !== undefined) {
    const token = BEARER.exec(header)?.[1];
    const caller = token === undefined ? err({ tag: "unauthenticated" as const }) : await callerOf(c.var.deps, token);
    if (!caller.ok) return problem(c.var.requestId, caller.error);
    c.set("deps", { ...c.var.deps, caller: caller.value });
  }
  return next();
});

async function callerOf(deps: HttpDeps, token: string): Promise<Result<Caller, Failure>> {
  if (isLinkToken(token)) return linkCaller(deps, token);
  // Whose row cannot be read now is not refused: who comes back later is known again.
  if (token.startsWith(API_KEY_START)) return authenticateKey(deps, token);
  const found = await verifyAccessToken(await deps.keys(), token, deps.now());
  return found.ok ? found : err({ tag: "unauthenticated" });
}

/** What a link opens is decided by its row; what is no link is a bad token like any other. */
async function linkCaller(deps: HttpDeps, token: string): Promise<Result<Caller, Failure>> {
  const opened = await openLink(deps, token);
  if (!opened.ok) return err(opened.error.tag === "not-found" ? { tag: "unauthenticated" } : opened.error);
  const { tenantId, linkId, shipmentId } = opened.value;
  return ok({ kind: "link", tenantId, linkId, shipmentId });
}
