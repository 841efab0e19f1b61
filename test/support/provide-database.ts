import type { TestProject } from "vitest/node";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    database: TestDatabase;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { database, close } = await openTestDatabase();
  project.provide("database", database);
  return close;
}
