import { expect, test } from "vitest";
import { handleCron } from "../../../src/jobs/cron.ts";
import { jobDeps, REACHABLE, UNREACHABLE } from "./job-deps.ts";

/** Other tests make more. */
const DEMO_TENANTS = 2;

test("the nightly round makes the days that are missing, once", async () => {
  const [first, second] = [jobDeps(REACHABLE), jobDeps(REACHABLE)];
  await handleCron("17 3 * * *", first);
  await handleCron("17 3 * * *", second);
  expect(first.events.map(({ event }) => event)).toEqual(["partitions", "cron"]);
  expect(second.events[0]).toMatchObject({ event: "partitions", made: 0 });
});

test("a failing night fails loudly, so that the platform shows it", async () => {
  await expect(handleCron("17 3 * * *", jobDeps(UNREACHABLE))).rejects.toThrow("unavailable");
  await expect(handleCron("0 0 1 1 *", jobDeps(REACHABLE))).rejects.toThrow("Invalid option");
});

test("every few minutes heartbeats go through the queues, and each tenant's audit is sealed", async () => {
  const deps = jobDeps(REACHABLE);
  await handleCron("*/5 * * * *", deps);
  const sealed = deps.events.filter(({ event }) => event === "audit.sealed");
  expect(sealed.length).toBeGreaterThanOrEqual(DEMO_TENANTS);
  expect(deps.events.at(-1)).toMatchObject({ event: "cron", cron: "*/5 * * * *" });
});
