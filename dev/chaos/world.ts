import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importSigningKeys } from "../../src/platform/signing-keys.ts";
import { RegionId, TenantId } from "../../src/protocol/ids.ts";
import { uuidv7 } from "uuidv7";
import { makeSecrets, type Secrets } from "../dev-vars.ts";
import { ensureDatabase, migrateDatabase, withClient } from "../migrate.ts";
import { startNeonProxy } from "../neon-proxy.ts";
import { STATE_DIR } from "../paths.ts";
import { freePort } from "../ports.ts";
import { seed } from "../seed.ts";
import { inTenant, wireId } from "../tenant-rows.ts";
import { Api, type Place } from "./api.ts";
import { MessageSink } from "./message-sink.ts";
import { ChaosPostgres } from "./postgres.ts";
import { logFile, Runtime } from "./runtime.ts";
import { TcpProxy } from "./tcp-proxy.ts";
import { TripFiles } from "./trip-files.ts";

/** Apart from development's and the tests' ports; CHAOS_PORT moves all of them. */
const FIRST_PORT = Number(process.env["CHAOS_PORT"]) || 9_800;
const [WORKER, POSTGRES, CABLE] = [FIRST_PORT, FIRST_PORT + 30, FIRST_PORT + 60];
const [ENDPOINT, MESSAGES] = [FIRST_PORT + 80, FIRST_PORT + 90];

interface Home extends Place {
  readonly tenantUuid: string;
  readonly regionUuid: string;
  readonly tenant: { readonly uuid: string; readonly slug: string; readonly name: string };
}

/** Everything that a run may break, and nothing that anybody else uses. */
export interface World {
  readonly runtime: Runtime;
  readonly postgres: ChaosPostgres;
  /** Between the endpoint and Postgres. */
  readonly cable: TcpProxy;
  /** Who is asked to write to people. */
  readonly messages: MessageSink;
  readonly api: Api;
  readonly tripFiles: TripFiles;
  readonly place: Home;
  readonly secrets: Secrets;
  /** The owner's, past the cable: the checker is not what is being tested. */
  readonly ownerUrl: () => string;
  readonly close: () => Promise<void>;
}

export async function openWorld(): Promise<World> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closers.toReversed()) await step();
  };
  try {
    return await build(closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(closers: (() => Promise<void> | void)[], close: () => Promise<void>): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), "doorstep-chaos-"));
  closers.push(() => rmSync(dir, { recursive: true, force: true }));
  closers.push(() => keepLog(dir));
  const postgres = await ChaosPostgres.open(await freePort(POSTGRES));
  closers.push(() => postgres.release());
  const madeUrl = await ensureDatabase(postgres.adminUrl, "doorstep");
  const appUrl = new URL(await migrateDatabase(madeUrl, new URL(postgres.adminUrl).password));
  const secrets = await makeSecrets();
  await withClient(madeUrl, (client) => seed((text, values) => client.query(text, values), secrets));
  const cablePort = await freePort(CABLE);
  const cable = await TcpProxy.listen(cablePort, postgres.port);
  closers.push(() => cable.stop());
  const endpoint = await startNeonProxy({ port: await freePort(ENDPOINT), hosts: [appUrl.hostname] });
  closers.push(() => endpoint.stop());
  appUrl.port = String(cablePort);
  const messages = await MessageSink.listen(await freePort(MESSAGES));
  closers.push(() => messages.stop());
  const place = await addPlace(madeUrl, secrets);
  const runtime = await Runtime.start({
    port: await freePort(WORKER),
    dir,
    settings: messages.settings,
    vars: {
      ...secrets,
      APP_ENV: "test",
      DATABASE_URL: appUrl.href,
      DATABASE_URL_READ: appUrl.href,
      NEON_PROXY: endpoint.url,
    },
  });
  closers.push(() => runtime.stop());
  const keys = await importSigningKeys(secrets.SIGNING_KEYS);
  if (!keys.ok) throw new Error(keys.error.problems.join());
  const api = new Api(runtime.url, keys.value, place);
  const tripFiles = new TripFiles(runtime.stateDir);
  const ownerUrl = (): string => Object.assign(new URL(madeUrl), { port: String(postgres.port) }).href;
  return { runtime, postgres, cable, messages, api, tripFiles, place, secrets, ownerUrl, close };
}

/** The last run's, for whoever wonders why something broke. */
function keepLog(dir: string): void {
  const log = logFile(dir);
  mkdirSync(STATE_DIR, { recursive: true });
  if (existsSync(log)) copyFileSync(log, join(STATE_DIR, "chaos-runtime.log"));
}

/** A tenant with one region. */
export async function addPlace(ownerUrl: string, secrets: Secrets): Promise<Home> {
  const [tenantUuid, regionUuid] = [uuidv7(), uuidv7()];
  const tenant = { uuid: tenantUuid, slug: "chaos", name: "Chaos" };
  await withClient(ownerUrl, (client) =>
    inTenant(
      (text, values) => client.query(text, values),
      secrets,
      tenant,
      async ({ query }) => {
        await query(
          `INSERT INTO regions (tenant_id, id, name, time_zone, polygon)
           VALUES ($1, $2, 'Chaos', 'UTC', '{"type":"Polygon","coordinates":[]}')`,
          [tenantUuid, regionUuid],
        );
      },
    ),
  );
  return {
    tenant,
    tenantUuid,
    regionUuid,
    tenantId: TenantId.parse(wireId("tnt", tenantUuid)),
    regionId: RegionId.parse(wireId("reg", regionUuid)),
  };
}
