import { expect, test } from "vitest";
import { handleCron } from "../../../src/jobs/cron.ts";
import { jobDeps, REACHABLE, UNREACHABLE } from "./job-deps.ts";

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

test("heartbeats go through every queue", async () => {
  const deps = jobDeps(REACHABLE);
  await handleCron("*/5 * * * *", deps);
  expect(deps.events).toMatchObject([{ event: "cron", cron: "*/5 * * * *" }]);
});
