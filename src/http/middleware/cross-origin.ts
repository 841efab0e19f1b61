import { cors } from "hono/cors";

/** How long a browser may remember a preflight: the longest that Chromium honours. */
const PREFLIGHT_SECONDS = 7_200;

/** Exact origins only. A browser on any other origin gets no header and so no access. */
export function crossOrigin(allowed: ReadonlySet<string>) {
  return cors({
    origin: (origin) => (allowed.has(origin) ? origin : null),
    allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match"],
    exposeHeaders: ["age", "etag", "idempotency-replayed", "retry-after", "x-request-id", "x-stale"],
    credentials: true,
    maxAge: PREFLIGHT_SECONDS,
  });
}
