import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { onTestFinished } from "vitest";

/** A connection to `url` that ends with the test. */
export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

export function scratchName(): string {
  return `scratch_${randomBytes(6).toString("hex")}`;
}

/** A database that goes with the test: empty, or a copy of one that nobody is connected to. */
export async function scratchDatabase(adminUrl: string, template = "template1"): Promise<Client> {
  const name = scratchName();
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });
  return client;
}

export async function applyMigrations(client: Client, migrationsFolder: string): Promise<void> {
  await migrate(drizzle(client), { migrationsFolder });
}
