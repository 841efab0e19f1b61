import { expect, test } from "vitest";
import { prettyLine } from "../../../dev/pretty-log.ts";

const line = (fields: Record<string, unknown>) => JSON.stringify({ level: "info", requestId: "r", ...fields });

test("a request is one short line", () => {
  const request = line({ event: "request", method: "GET", route: "/health", status: 200, ms: 3 });
  expect(prettyLine(request, false)).toBe("  GET    200 /health 3 ms");
});

test("an error is marked and keeps its stack", () => {
  const error = line({
    level: "error",
    event: "error",
    where: "GET",
    error: "Error: no",
    stack: "Error: no\n    at here",
  });
  expect(prettyLine(`\u001b[31mERROR ${error}`, false)).toBe("✘ error where=GET error=Error: no\n    at here");
});

test("queries show only when asked for", () => {
  const query = line({ level: "debug", event: "query", name: "ping", ms: 1, ok: true });
  expect(prettyLine(query, false)).toBeUndefined();
  expect(prettyLine(query, true)).toBe("  query name=ping ms=1 ok=true");
});

test("wrangler's own noise is dropped, its errors are kept", () => {
  expect(prettyLine("[wrangler:info] Ready on http://127.0.0.1:8787", false)).toBeUndefined();
  expect(prettyLine("✘ Build failed with 1 error", false)).toBe("✘ Build failed with 1 error");
});
