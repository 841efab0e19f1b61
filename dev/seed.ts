// The demo's two tenants, which must never see each other. Runs at every start, so it adds nothing twice.
import { DEMO_ROLES, DEMO_TENANTS, DEMO_VEHICLES, type DemoTenant } from "./demo-tenants.ts";
import { addUser, inTenant, type Query, type TenantRows, wireId } from "./tenant-rows.ts";

export interface DemoLogin {
  tenant: string;
  role: string;
  /** An e-mail address, or a driver's phone number. */
  login: string;
}

/** Everything that rows of one demo tenant are made with. */
interface Desk extends TenantRows {
  tenant: DemoTenant;
  uuid: (kind: keyof typeof KINDS, number?: number) => string;
}

const KINDS = { tnt: 1, reg: 2, usr: 3, veh: 4, drv: 5 };
const DAILY_TABLES = ["track_chunks", "location_views"];
/** A week for phones that were offline, two for a laptop that stays shut. */
const PARTITION_DAYS = { back: 7, ahead: 14 };

export async function seed(query: Query, secrets: { HMAC_KEY: string; DATA_KEY: string }): Promise<DemoLogin[]> {
  for (const table of DAILY_TABLES)
    await query("SELECT ops.ensure_partitions($1::regclass, $2, $3)", [
      table,
      PARTITION_DAYS.back,
      PARTITION_DAYS.ahead,
    ]);
  const logins: DemoLogin[] = [];
  for (const tenant of DEMO_TENANTS) {
    const uuid: Desk["uuid"] = (kind, number = 0) => demoUuid(tenant.number, KINDS[kind], number);
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
