import { expect, inject, onTestFinished, test } from "vitest";
import { askAll } from "../../../dev/explain/ask-all.ts";
import { startExplainingEndpoint } from "../../../dev/explain/explaining-endpoint.ts";
import { makeRows, type Size } from "../../../dev/explain/make-rows.ts";
import { takeSamples } from "../../../dev/explain/samples.ts";
import { MIGRATIONS } from "../../../dev/migrate.ts";
import { applyMigrations, scratchDatabase } from "./scratch-database.ts";

const { adminUrl, appUrl } = inject("database");
/** The smallest at which Postgres prefers the indexes that it takes for a million; `npm run explain` asks at full size. */
const SMALL: Size = { tenants: 8, drivers: 150, trips: 1_000, shipments: 8_000 };
/** The largest tenant's oldest work, the newest of a small one, and what lies between. */
const SAMPLES = 3;

test("no hot query reads a table from its beginning, or sorts more than it may", async () => {
  const client = await scratchDatabase(adminUrl);
  await applyMigrations(client, MIGRATIONS);
  await makeRows((text, values) => client.query(text, values), SMALL);
  const samples = await takeSamples((text, values) => client.query(text, values), SAMPLES);
  expect(samples).toHaveLength(SAMPLES);
  const url = new URL(appUrl);
  url.pathname = `/${client.database}`;
  const endpoint = await startExplainingEndpoint(url.href);
  onTestFinished(endpoint.stop);
  const asked = await askAll(url.href, endpoint, samples);
  expect(asked.flatMap(({ faults }) => faults)).toEqual([]);
});
