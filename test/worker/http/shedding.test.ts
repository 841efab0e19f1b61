import { Hono } from "hono";
import { expect, test } from "vitest";
import * as z from "zod";
import { QueryGuard } from "../../../src/db/query-guard.ts";
import { ok } from "../../../src/domain/result.ts";
import type { AppEnv } from "../../../src/http/context.ts";
import type { HttpDeps } from "../../../src/http/deps.ts";
import { mount, route } from "../../../src/http/route.ts";
import { endpoint, type Priority } from "../../../src/protocol/api/endpoint.ts";
import { Problem } from "../../../src/protocol/errors.ts";

const PRIORITIES = ["critical", "normal", "low"] as const;

function errand(priority: Priority) {
  const described = endpoint({
    method: "get",
    path: `/${priority}`,
    access: "public",
    limit: "none",
    priority,
    operationId: priority,
    tag: "Test",
    summary: "An errand",
    status: 200,
    output: z.strictObject({}),
    errors: [],
  });
  return route(described, async () => Promise.resolve(ok({ body: {} })));
}

test("as the database fills up, low is sent away with a wait, then normal unless a place is free, never critical; and they come back", async () => {
  let now = 1_800_000_000_000;
  const guard = new QueryGuard(2, () => now);
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set("requestId", "r1");
    // Of all that a request is given, the door of an endpoint without limit and access asks for this alone.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    c.set("deps", { shed: (priority: Priority) => guard.shed(priority, 0.5) } as unknown as HttpDeps);
    await next();
  });
  mount(app, PRIORITIES.map(errand));
  const statuses = async (): Promise<number[]> =>
    Promise.all(PRIORITIES.map(async (priority) => (await app.request(`/api/v1/${priority}`)).status));
  const later = async (ms: number): Promise<number[]> => {
    now += ms;
    return statuses();
  };

  const leaves = [await guard.enter("critical"), await guard.enter("critical")];
  expect(await statuses()).toEqual([200, 200, 200]);
  expect(await later(1_000)).toEqual([200, 200, 503]);
  const refused = await app.request("/api/v1/low");
  expect(Problem.parse(await refused.json()).code).toBe("overloaded");
  expect(refused.headers.get("retry-after")).toBe("10");

  const waiting = [guard.enter("critical"), guard.enter("critical")];
  expect(await later(100)).toEqual([200, 200, 503]);
  expect(await later(1_000)).toEqual([200, 503, 503]);
  now += 1_000;
  for (const left of await Promise.all(waiting))
    expect(left).toMatchObject({ ok: false, error: { tag: "unavailable", retryAfterSeconds: 1 } });

  for (const left of leaves) if (left.ok) left.value(false);
  // A place that is free is used, although it is not known yet that the worst is over.
  expect(await statuses()).toEqual([200, 200, 503]);
  expect(await later(10_000)).toEqual([200, 200, 503]);
  expect(await later(10_000)).toEqual([200, 200, 200]);
});
