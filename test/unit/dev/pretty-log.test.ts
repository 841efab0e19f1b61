import { expect, test } from "vitest";
import { prettyLine } from "../../../dev/pretty-log.ts";

const QUIET = { debug: false, fleet: false };
const line = (fields: Record<string, unknown>) => JSON.stringify({ level: "info", requestId: "r", ...fields });

test("a request is one short line", () => {
  const request = line({ event: "request", method: "GET", route: "/health", status: 200, ms: 3 });
  expect(prettyLine(request, QUIET)).toBe("  GET    200 /health 3 ms");
});

test("an error is marked and keeps its stack", () => {
  const error = line({
    level: "error",
    event: "error",
    where: "GET",
    error: "Error: no",
    stack: "Error: no\n    at here",
  });
  expect(prettyLine(`\u001b[31mERROR ${error}`, QUIET)).toBe("✘ error where=GET error=Error: no\n    at here");
});

test("queries show only when asked for", () => {
  const query = line({ level: "debug", event: "query", name: "ping", ms: 1, ok: true });
  expect(prettyLine(query, QUIET)).toBeUndefined();
  expect(prettyLine(query, { ...QUIET, debug: true })).toBe("  query name=ping ms=1 ok=true");
});

test("what a fleet does all day is shown when it fails, when there is no fleet, and when asked for", () => {
  const tracked = (status: number) => line({ event: "request", method: "POST", route: "/osmand", status, ms: 3 });
  const written = line({ event: "ledger", trips: 2, rows: 3, ms: 4 });
  const withFleet = { debug: false, fleet: true };
  expect([tracked(200), written].map((one) => prettyLine(one, withFleet))).toEqual([undefined, undefined]);
  expect(prettyLine(tracked(401), withFleet)).toBe("  POST   401 /osmand 3 ms");
  expect(prettyLine(tracked(200), QUIET)).toBe("  POST   200 /osmand 3 ms");
  expect(prettyLine(written, { ...withFleet, debug: true })).toBe("  ledger trips=2 rows=3 ms=4");
});

test("wrangler's own noise is dropped, its errors are kept", () => {
  expect(prettyLine("[wrangler:info] Ready on http://127.0.0.1:8787", QUIET)).toBeUndefined();
  const experimental = '    - "local_dev.experimental_s3_credentials" fields are experimental and may change';
  expect(prettyLine(experimental, QUIET)).toBeUndefined();
  expect(prettyLine("✘ Build failed with 1 error", QUIET)).toBe("✘ Build failed with 1 error");
});

test("a look whether the Worker lives is no news while it does", () => {
  const look = (status: number) => line({ event: "request", method: "GET", route: "/health/live", status, ms: 0 });
  expect(prettyLine(look(200), QUIET)).toBeUndefined();
  expect(prettyLine(look(500), QUIET)).toBe("  GET    500 /health/live 0 ms");
});
