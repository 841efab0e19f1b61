import { sql } from "drizzle-orm";
import { expect, inject, test } from "vitest";
import { openDb, statements } from "../../../src/db/client.ts";
import { markDeployment } from "../../../src/db/deployment.ts";
import { handleCron } from "../../../src/jobs/cron.ts";
import { claimDatabase } from "../../../src/services/deployment.ts";
import { jobDeps, REACHABLE, UNREACHABLE } from "./job-deps.ts";

/** Other tests make more. */
const DEMO_TENANTS = 2;

test("the nightly round makes the days that are missing, once", async () => {
  const [first, second] = [jobDeps(REACHABLE), jobDeps(REACHABLE)];
  await handleCron("17 3 * * *", first);
  await handleCron("17 3 * * *", second);
  expect(first.events.map(({ event }) => event)).toEqual(["partitions", "partitions", "cron"]);
  expect(second.events.slice(0, 2)).toMatchObject([
    { event: "partitions", table: "tracks", made: 0 },
    { event: "partitions", table: "location views", made: 0 },
  ]);
});

test("a failing night fails loudly, so that the platform shows it", async () => {
  await expect(handleCron("17 3 * * *", jobDeps(UNREACHABLE))).rejects.toThrow("unavailable");
  await expect(handleCron("0 0 1 1 *", jobDeps(REACHABLE))).rejects.toThrow("Invalid option");
});

test("every few minutes heartbeats go through the queues, each tenant's audit is sealed, and the database is claimed", async () => {
  const deps = { ...jobDeps(REACHABLE), environment: "staging" };
  await markDeployment(deps.db, "copy");
  await handleCron("*/5 * * * *", deps);
  const sealed = deps.events.filter(({ event }) => event === "audit.sealed");
  expect(sealed.length).toBeGreaterThanOrEqual(DEMO_TENANTS);
  expect(deps.events.at(-1)).toMatchObject({ event: "cron", cron: "*/5 * * * *" });
  expect(await markOf()).toEqual({ ok: true, value: [{ environment: "staging" }] });
});

test("whatever stood in the database before, the deployment says what it is", async () => {
  const deps = { ...jobDeps(REACHABLE), environment: "staging" };
  await claimDatabase(deps);
  await markDeployment(deps.db, "copy");
  await claimDatabase(deps);
  expect(await markOf()).toEqual({ ok: true, value: [{ environment: "staging" }] });
});

async function markOf() {
  const { ownerUrl } = inject("database");
  const owner = openDb({ ...REACHABLE, url: ownerUrl, readUrl: ownerUrl }, () => {});
  const environment = sql<string>`environment`;
  return owner.system.run("test.mark", statements.select({ environment }).from(sql`ops.deployment`));
}
