// The demo's two tenants, which must never see each other. Runs at every start, so it adds nothing twice.
import { type DemoKind, demoUuid } from "./demo-ids.ts";
import { DEMO_ROLES, DEMO_TENANTS, DEMO_VEHICLES, type DemoTenant } from "./demo-tenants.ts";
import { addDriver } from "./driver-rows.ts";
import { addUser, inTenant, type Query, type TenantRows } from "./tenant-rows.ts";

export interface DemoLogin {
  tenant: string;
  role: string;
  /** An e-mail address, or a driver's phone number. */
  login: string;
}

/** Everything that rows of one demo tenant are made with. */
interface Desk extends TenantRows {
  tenant: DemoTenant;
  uuid: (kind: DemoKind, number?: number) => string;
}

const DAILY_TABLES = ["track_chunks", "location_views"];
/** A week for phones that were offline, two for a laptop that stays shut. */
const PARTITION_DAYS = { back: 7, ahead: 14 };

export async function seed(
  query: Query,
  secrets: { HMAC_KEY: string; DATA_KEY: string },
  tenants: readonly DemoTenant[] = DEMO_TENANTS,
): Promise<DemoLogin[]> {
  for (const table of DAILY_TABLES)
    await query("SELECT ops.ensure_partitions($1::regclass, $2, $3)", [
      table,
      PARTITION_DAYS.back,
      PARTITION_DAYS.ahead,
    ]);
  const logins: DemoLogin[] = [];
  for (const tenant of tenants) {
    const uuid: Desk["uuid"] = (kind, number = 0) => demoUuid(tenant, kind, number);
    const { slug, name } = tenant;
    const made = await inTenant(query, secrets, { uuid: uuid("tnt"), slug, name }, async (rows) => {
      const desk = { ...rows, tenant, uuid };
      await addRegion(desk);
      return [...(await addUsers(desk)), ...(await addDrivers(desk))];
    });
    logins.push(...made);
  }
  return logins;
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

async function addUsers(desk: Desk): Promise<DemoLogin[]> {
  const { tenant, uuid } = desk;
  const logins: DemoLogin[] = [];
  for (const [number, role] of DEMO_ROLES.entries()) {
    const email = `${role}@${tenant.slug}.example`;
    const storeCode = role === "store" ? tenant.storeCode : null;
    const name = `${tenant.name} ${role}`;
    await addUser(desk, { uuid: uuid("usr", number), role, status: "active", storeCode, name, email });
    logins.push({ tenant: tenant.name, role, login: email });
  }
  return logins;
}

async function addDrivers(desk: Desk): Promise<DemoLogin[]> {
  const { tenant, uuid } = desk;
  const logins: DemoLogin[] = [];
  for (const [number, { driver: name, kind, vehicle: label, capacityG }] of DEMO_VEHICLES.entries()) {
    const phone = `${tenant.phonePrefix}${number}`;
    const vehicle = { uuid: uuid("veh", number), kind, label, capacityG };
    await addDriver(desk, { uuid: uuid("drv", number), regionUuid: uuid("reg"), name, phone, vehicle });
    logins.push({ tenant: tenant.name, role: name, login: phone });
  }
  return logins;
}
