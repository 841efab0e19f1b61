import type { TestProject } from "vitest/node";
import { withClient } from "../../dev/migrate.ts";
import { type DemoLogin, seed } from "../../dev/seed.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    database: TestDatabase;
    /** The demo's people, to sign in as. */
    logins: DemoLogin[];
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
  return close;
}
