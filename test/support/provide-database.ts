import type { TestProject } from "vitest/node";
import { withClient } from "../../dev/migrate.ts";
import { type DemoLogin, seed } from "../../dev/seed.ts";
import { startRoutingServer } from "./routing-server.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    database: TestDatabase;
    /** The demo's people, to sign in as. */
    logins: DemoLogin[];
    /** A routing service for what runs in workerd. */
    routingUrl: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { database, close } = await openTestDatabase();
  project.provide("database", database);
  const { ownerUrl, secrets } = database;
  project.provide(
    "logins",
    await withClient(ownerUrl, (client) => seed((text, values) => client.query(text, values), secrets)),
  );
  const routing = await startRoutingServer();
  project.provide("routingUrl", routing.url);
  return async () => {
    await Promise.all([close(), routing.close()]);
  };
}
