import { randomBytes } from "node:crypto";
import { openCluster } from "../../dev/cluster.ts";
import { makeSecrets, type Secrets } from "../../dev/dev-vars.ts";
import { ensureDatabase, migrateDatabase, withClient } from "../../dev/migrate.ts";
import { startNeonProxy } from "../../dev/neon-proxy.ts";

/** Apart from development's port, so that both can run at once. */
const TEST_POSTGRES_PORT = 55_329;

export interface TestDatabase {
  /** The superuser's, for tests that make databases of their own. */
  adminUrl: string;
  /** The owner's, of this run's migrated and otherwise empty database. */
  ownerUrl: string;
  /** The app role's, as the Worker has it. */
  appUrl: string;
  proxyUrl: string;
  secrets: Secrets;
}

/** A database of this run's own on the shared test cluster (or on DATABASE_URL), with the endpoint before it. */
export async function openTestDatabase(): Promise<{ database: TestDatabase; close: () => Promise<void> }> {
  const own = process.env["DATABASE_URL"];
  const cluster = own
    ? undefined
    : await openCluster({ name: "test-postgres", durable: false, port: TEST_POSTGRES_PORT });
  const adminUrl = cluster?.adminUrl ?? own ?? "";
  const name = `test_${randomBytes(6).toString("hex")}`;
  const ownerUrl = await ensureDatabase(adminUrl, name);
  // Roles belong to the whole cluster: every run on it sets the same password.
  const appUrl = await migrateDatabase(ownerUrl, new URL(adminUrl).password);
  const proxy = await startNeonProxy({ hosts: [new URL(adminUrl).hostname] });
  const close = async () => {
    await proxy.stop();
    await withClient(adminUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    await cluster?.release();
  };
  return {
    database: { adminUrl, ownerUrl, appUrl, proxyUrl: proxy.url, secrets: await makeSecrets() },
    close,
  };
}
