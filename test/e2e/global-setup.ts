import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { withClient } from "../../dev/migrate.ts";
import { freePort } from "../../dev/ports.ts";
import { seed } from "../../dev/seed.ts";
import { startWorker } from "../../dev/worker-process.ts";
import { openTestDatabase } from "../support/test-database.ts";

/** Apart from development's port, so that both can run at once. */
const E2E_PORT = 8_887;
/** What is shown when the Worker does not start. */
const LAST_LINES = 40;

declare module "vitest" {
  interface ProvidedContext {
    baseUrl: string;
    /** Of the command that starts the runtime. */
    wranglerPid: number;
    /** Where the runtime keeps objects and files. */
    stateDir: string;
  }
}

/** The whole product as a person would start it, on a database and a state folder of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { database, close } = await openTestDatabase();
  const persistTo = mkdtempSync(join(tmpdir(), "doorstep-e2e-"));
  const lines: string[] = [];
  const { ownerUrl, appUrl, proxyUrl, secrets } = database;
  try {
    const logins = await withClient(ownerUrl, (client) => seed((text, values) => client.query(text, values), secrets));
    project.provide("logins", logins);
    project.provide("database", database);
    const worker = await startWorker({
      port: await freePort(E2E_PORT),
      vars: { ...secrets, APP_ENV: "test", DATABASE_URL: appUrl, DATABASE_URL_READ: appUrl, NEON_PROXY: proxyUrl },
      persistTo,
      name: `e2e-${process.pid}`,
      onLine: (line) => lines.push(line),
    });
    project.provide("baseUrl", worker.url);
    project.provide("wranglerPid", worker.pid);
    project.provide("stateDir", persistTo);
    return async () => {
      await worker.stop();
      await close();
      rmSync(persistTo, { recursive: true, force: true });
    };
  } catch (error) {
    console.error(lines.slice(-LAST_LINES).join("\n"));
    await close();
    throw error;
  }
}
