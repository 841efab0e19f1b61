import { createHash } from "node:crypto";
import { join } from "node:path";
import { openCluster } from "./cluster.ts";
import { ensureSecrets, type Secrets, writeDevVars } from "./dev-vars.ts";
import { ensureDatabase, migrateDatabase, withClient } from "./migrate.ts";
import { type NeonProxy, startNeonProxy } from "./neon-proxy.ts";
import { STATE_DIR } from "./paths.ts";
import { messageOf } from "./message-of.ts";
import { freePort } from "./ports.ts";
import { seedDay } from "./day/seed-day.ts";
import { type DemoLogin, seed } from "./seed.ts";
import type { Query } from "./tenant-rows.ts";

/** Above the usual 5432, which a Postgres of the machine's own may hold. */
export const POSTGRES_PORT = 54_329;
export const PROXY_PORT = 54_330;
export const DEV_CLUSTER = "postgres";

export interface DevDatabase {
  engine: string;
  /** Everything that the Worker needs to know, secrets included. */
  vars: Record<string, string> & { DATABASE_URL: string };
  logins: DemoLogin[];
  release: () => Promise<void>;
}

/** An own DATABASE_URL wins; else the embedded Postgres; else Postgres in this process. Migrated and seeded. */
export async function openDevDatabase(): Promise<DevDatabase> {
  const secrets = await ensureSecrets();
  const database = await openServer(secrets).catch((error: unknown) => {
    if (process.env["DATABASE_URL"]) throw error;
    console.log(`The embedded Postgres cannot run here (${messageOf(error)}).`);
    return openInProcess(secrets);
  });
  writeDevVars(database.vars);
  return database;
}

async function openServer(secrets: Secrets): Promise<DevDatabase> {
  const own = process.env["DATABASE_URL"];
  if (!own && process.env["DOORSTEP_ENGINE"] === "pglite") throw new Error("DOORSTEP_ENGINE=pglite");
  const cluster = own ? undefined : await openCluster({ name: DEV_CLUSTER, durable: true, port: POSTGRES_PORT });
  try {
    const ownerUrl = own ?? (await ensureDatabase(cluster?.adminUrl ?? "", "doorstep"));
    // Everybody who shares the owner's URL derives the same password, so a second start locks nobody out.
    const appPassword = createHash("sha256").update(`doorstep_app ${ownerUrl}`).digest("base64url");
    const appUrl = await migrateDatabase(ownerUrl, appPassword);
    const logins = await withClient(ownerUrl, (client) =>
      seedDemo((text, values) => client.query(text, values), secrets),
    );
    const { hostname } = new URL(ownerUrl);
    const proxy = hostname.endsWith(".neon.tech") ? undefined : await openProxy([hostname]);
    const release = async () => {
      await proxy?.stop();
      await cluster?.release();
    };
    const engine = own ? `your DATABASE_URL (${hostname})` : "embedded Postgres";
    return { engine, vars: vars(secrets, appUrl, proxy), logins, release };
  } catch (error) {
    await cluster?.release();
    throw error;
  }
}

/** People and places, and a day of theirs where they have none yet. */
async function seedDemo(query: Query, secrets: Secrets): Promise<DemoLogin[]> {
  const logins = await seed(query, secrets);
  await seedDay(query, secrets, Date.now());
  return logins;
}

async function openInProcess(secrets: Secrets): Promise<DevDatabase> {
  const { openPglite } = await import("./pglite.ts");
  let logins: DemoLogin[] = [];
  const engine = await openPglite(join(STATE_DIR, "pglite"), async (query) => {
    logins = await seedDemo(query, secrets);
  });
  const proxy = await openProxy(["127.0.0.1"], engine.makePool);
  const release = async () => {
    await proxy.stop();
    await engine.stop();
  };
  return {
    engine: "Postgres in process (PGlite)",
    vars: vars(secrets, "postgres://doorstep_app@127.0.0.1/postgres", proxy),
    logins,
    release,
  };
}

async function openProxy(
  hosts: string[],
  makePool?: Parameters<typeof startNeonProxy>[0]["makePool"],
): Promise<NeonProxy> {
  return startNeonProxy({ port: await freePort(PROXY_PORT), hosts, ...(makePool && { makePool }) });
}

function vars(secrets: Secrets, appUrl: string, proxy: NeonProxy | undefined): DevDatabase["vars"] {
  return { ...secrets, DATABASE_URL: appUrl, DATABASE_URL_READ: appUrl, NEON_PROXY: proxy?.url ?? "" };
}
