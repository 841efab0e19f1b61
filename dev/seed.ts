// The demo's two tenants, which must never see each other. Runs at every start, so it adds nothing twice.
import * as z from "zod";
import { typeIdFromUuid } from "../src/domain/typeid.ts";
import { blindIndex, importHmacKey } from "../src/platform/blind-index.ts";
import { type KeyRing, makeDataKey, openDataKeys, openMasterKeys, seal } from "../src/platform/sealed-text.ts";
import { TenantId } from "../src/protocol/ids.ts";
import { DEMO_ROLES, DEMO_TENANTS, DEMO_VEHICLES, type DemoTenant } from "./demo-tenants.ts";

/** One session of the owner's. */
export type Query = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;

export interface DemoLogin {
  tenant: string;
  role: string;
  /** An e-mail address, or a driver's phone number. */
  login: string;
}

interface Secrets {
  HMAC_KEY: string;
  DATA_KEY: string;
}

/** Everything that rows of one tenant are made with. */
interface Desk {
  query: Query;
  tenant: DemoTenant;
  uuid: (kind: keyof typeof KINDS, number?: number) => string;
  sealed: (table: string, column: string, rowId: string, text: string) => Promise<string>;
  index: (field: string, value: string) => Promise<Buffer>;
}

const KINDS = { tnt: 1, reg: 2, usr: 3, veh: 4, drv: 5 };
const KeyRow = z.object({ key_id: z.string(), wrapped_key: z.string() });
/** A week for phones that were offline, two for a laptop that stays shut. */
const PARTITION_DAYS = { back: 7, ahead: 14 };

export async function seed(query: Query, secrets: Secrets): Promise<DemoLogin[]> {
  const master = await openMasterKeys([secrets.DATA_KEY]);
  const hmacKey = await importHmacKey(secrets.HMAC_KEY);
  await query("SELECT ops.ensure_partitions('track_chunks', $1, $2)", [PARTITION_DAYS.back, PARTITION_DAYS.ahead]);
  const logins: DemoLogin[] = [];
  for (const tenant of DEMO_TENANTS) {
    const uuid: Desk["uuid"] = (kind, number = 0) => demoUuid(tenant.number, KINDS[kind], number);
    const index: Desk["index"] = async (field, value) => Buffer.from(await blindIndex(hmacKey, field, value));
    await query("BEGIN");
    try {
      await query("SELECT set_config('app.tenant', $1, true), set_config('app.actor', 'seed', true)", [uuid("tnt")]);
      const tenantId = await addTenant(query, tenant, uuid("tnt"));
      const ring = await tenantRing(query, master, tenantId, uuid("tnt"));
      const sealed: Desk["sealed"] = (table, column, row, text) =>
        seal(ring, { table, column, row, tenant: tenantId }, text);
      const desk = { query, tenant, uuid, sealed, index };
      await addRegion(desk);
      logins.push(...(await addUsers(desk)), ...(await addDrivers(desk)));
      await query("COMMIT");
    } catch (error) {
      await query("ROLLBACK");
      throw error;
    }
  }
  return logins;
}

async function addTenant(query: Query, tenant: DemoTenant, uuid: string): Promise<TenantId> {
  await query("INSERT INTO tenants (id, slug, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [
    uuid,
    tenant.slug,
    tenant.name,
  ]);
  return TenantId.parse(wireId("tnt", uuid));
}

async function tenantRing(query: Query, master: KeyRing, tenantId: TenantId, uuid: string): Promise<KeyRing> {
  const { rows } = await query(
    "SELECT key_id, wrapped_key FROM tenant_keys WHERE tenant_id = $1 ORDER BY created_at DESC",
    [uuid],
  );
  const known = z.array(KeyRow).parse(rows);
  const wrapped = known.map((row) => ({ keyId: row.key_id, wrappedKey: row.wrapped_key }));
  if (wrapped.length === 0) {
    const made = await makeDataKey(master, tenantId);
    const values = [uuid, made.keyId, made.wrappedKey];
    await query("INSERT INTO tenant_keys (tenant_id, key_id, wrapped_key) VALUES ($1, $2, $3)", values);
    wrapped.push(made);
  }
  const ring = await openDataKeys(master, tenantId, wrapped);
  if (!ring.ok)
    throw new Error("DATA_KEY is not the key that this database was made with; run `npm run db:reset` to start anew.");
  return ring.value;
}

async function addRegion({ query, tenant, uuid }: Desk): Promise<void> {
  const ring = [...tenant.corners, ...tenant.corners.slice(0, 1)];
  await query(
    "INSERT INTO regions (tenant_id, id, name, time_zone, polygon) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    [
      uuid("tnt"),
      uuid("reg"),
      tenant.regionName,
      tenant.timeZone,
      JSON.stringify({ type: "Polygon", coordinates: [ring] }),
    ],
  );
}

async function addUsers({ query, tenant, uuid, sealed, index }: Desk): Promise<DemoLogin[]> {
  const logins: DemoLogin[] = [];
  for (const [number, role] of DEMO_ROLES.entries()) {
    const id = uuid("usr", number);
    const row = wireId("usr", id);
    const login = `${role}@${tenant.slug}.example`;
    await query(
      `INSERT INTO users (tenant_id, id, role, status, store_code, name_sealed, email_sealed, email_index)
       VALUES ($1, $2, $3, 'active', $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [
        uuid("tnt"),
        id,
        role,
        role === "store" ? tenant.storeCode : null,
        await sealed("users", "name_sealed", row, `${tenant.name} ${role}`),
        await sealed("users", "email_sealed", row, login),
        await index("users.email", login),
      ],
    );
    logins.push({ tenant: tenant.name, role, login });
  }
  return logins;
}

async function addDrivers({ query, tenant, uuid, sealed, index }: Desk): Promise<DemoLogin[]> {
  const logins: DemoLogin[] = [];
  for (const [number, demo] of DEMO_VEHICLES.entries()) {
    const [id, vehicle] = [uuid("drv", number), uuid("veh", number)];
    const row = wireId("drv", id);
    const login = `${tenant.phonePrefix}${number}`;
    await query(
      "INSERT INTO vehicles (tenant_id, id, kind, label, capacity_g) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
      [uuid("tnt"), vehicle, demo.kind, demo.vehicle, demo.capacityG],
    );
    await query(
      `INSERT INTO drivers (tenant_id, id, home_region_id, vehicle_id, status, name_sealed, phone_sealed, phone_index)
       VALUES ($1, $2, $3, $4, 'active', $5, $6, $7) ON CONFLICT DO NOTHING`,
      [
        uuid("tnt"),
        id,
        uuid("reg"),
        vehicle,
        await sealed("drivers", "name_sealed", row, demo.driver),
        await sealed("drivers", "phone_sealed", row, login),
        await index("drivers.phone", login),
      ],
    );
    logins.push({ tenant: tenant.name, role: demo.driver, login });
  }
  return logins;
}

/** A valid version 7 UUID of a moment in 2024 whose last digits tell the tenant, the kind and the number. */
function demoUuid(tenant: number, kind: number, number: number): string {
  const digits = [tenant, kind, number].map((part) => String(part).padStart(4, "0")).join("");
  return `018d0000-0000-7000-8000-${digits}`;
}

function wireId(prefix: string, uuid: string): string {
  const id = typeIdFromUuid(prefix, uuid);
  if (!id.ok) throw new Error(`${uuid} is not a UUID.`);
  return id.value;
}
