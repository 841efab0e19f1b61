import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { join } from "node:path";
import { Client } from "pg";
import { ROOT } from "./paths.ts";

/** The role that the Worker connects as; migrations make it, without a login. */
export const APP_ROLE = "doorstep_app";
export const MIGRATIONS = join(ROOT, "migrations");

/** Runs `work` on a connection of its own. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Applies what is pending, in one transaction, and lets the app's role sign in. Returns the app's connection string. */
export async function migrateDatabase(ownerUrl: string, appPassword: string): Promise<string> {
  await withClient(ownerUrl, async (client) => {
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
    await client.query(`ALTER ROLE ${APP_ROLE} LOGIN PASSWORD ${client.escapeLiteral(appPassword)}`);
  });
  const appUrl = new URL(ownerUrl);
  appUrl.username = APP_ROLE;
  appUrl.password = appPassword;
  return appUrl.href;
}

/** Makes a database unless it is there; returns its connection string. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<string> {
  await withClient(adminUrl, async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}
