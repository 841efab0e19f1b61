import { createMiddleware } from "hono/factory";
import { newRequestId } from "../../platform/new-id.ts";
import type { AppEnv } from "../context.ts";

const HEADER = "x-request-id";

/** Always our own: an id that a caller chose could be made to look like somebody else's. */
export const requestId = createMiddleware<AppEnv>(async (c, next) => {
  c.set("requestId", newRequestId());
  await next();
  c.header(HEADER, c.var.requestId);
});
