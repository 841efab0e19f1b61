import type pg from "pg";
import { uuidv7 } from "uuidv7";

export interface TenantFixture {
  tenant: string;
  region: string;
  driver: string;
  trip: string;
}

/** A tenant of the test's own with one driver on one trip, made by the owner. */
export async function addTenant(owner: pg.Client): Promise<TenantFixture> {
  const [tenant, region, driver, trip] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  await owner.query("INSERT INTO tenants (id, slug, name) VALUES ($1, $2, 'Test tenant')", [tenant, `t-${tenant}`]);
  await owner.query(
    `INSERT INTO regions (tenant_id, id, name, time_zone, polygon) VALUES ($1, $2, 'Region', 'UTC', '{"type":"Polygon"}')`,
    [tenant, region],
  );
  await owner.query(
    `INSERT INTO drivers (tenant_id, id, home_region_id, name_sealed, phone_sealed, phone_index)
     VALUES ($1, $2, $3, 'v1.name', 'v1.phone', '\\x01')`,
    [tenant, driver, region],
  );
  await owner.query("INSERT INTO trips (tenant_id, id, region_id, driver_id) VALUES ($1, $2, $3, $4)", [
    tenant,
    trip,
    region,
    driver,
  ]);
  return { tenant, region, driver, trip };
}

/** Runs `work` in one transaction inside a tenant's wall, as the Worker's batches do; takes everything back. */
export async function inTenant<T>(client: pg.Client, tenant: string, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    await client.query("SELECT set_config('app.tenant', $1, true), set_config('app.actor', 'usr_test', true)", [
      tenant,
    ]);
    await client.query("SELECT set_config('app.request_id', 'req-1', true)");
    return await work();
  } finally {
    await client.query("ROLLBACK");
  }
}
