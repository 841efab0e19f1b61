import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../context.ts";

/** Logs the route's pattern, never the path: a path may hold a link's token. */
export const requestLog = createMiddleware<AppEnv>(async (c, next) => {
  const started = Date.now();
  await next();
  const route = c.get("route") ?? "unmatched";
  c.var.log({ event: "request", method: c.req.method, route, status: c.res.status, ms: Date.now() - started });
});
