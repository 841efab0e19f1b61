import type pg from "pg";
import { describe, expect, inject, test } from "vitest";
import { connect } from "./scratch-database.ts";
import { addTenant, inTenant } from "./tenant-fixture.ts";

const { ownerUrl, appUrl } = inject("database");

async function lastEntry(client: pg.Client, rowId: string): Promise<unknown> {
  const query = `SELECT table_name, row_id, action, actor, request_id, before, after
    FROM audit_entries WHERE row_id = $1 ORDER BY position DESC LIMIT 1`;
  return (await client.query(query, [rowId])).rows[0];
}

describe("the audit trail", () => {
  test("a change tells who, why and the changed columns before and after", async () => {
    const { tenant, driver } = await addTenant(await connect(ownerUrl));
    const app = await connect(appUrl);
    const entry = await inTenant(app, tenant, async () => {
      await app.query("UPDATE drivers SET availability = 'available', name_sealed = 'v1.other' WHERE id = $1", [
        driver,
      ]);
      return lastEntry(app, driver);
    });
    expect(entry).toEqual({
      table_name: "drivers",
      row_id: driver,
      action: "update",
      actor: "usr_test",
      request_id: "req-1",
      before: { availability: "off_duty", name_sealed: "sealed" },
      after: { availability: "available", name_sealed: "sealed" },
    });
  });

  test("an insert has no before, a delete no after, and neither holds a sealed value", async () => {
    const owner = await connect(ownerUrl);
    const { tenant, driver, trip } = await addTenant(owner);
    const { rows } = await owner.query("SELECT action, before, after FROM audit_entries WHERE row_id = $1", [driver]);
    expect(rows).toMatchObject([
      {
        action: "insert",
        before: null,
        after: { status: "invited", name_sealed: "sealed", phone_index: "sealed", vehicle_id: null },
      },
    ]);
    await owner.query("DELETE FROM trips WHERE tenant_id = $1 AND id = $2", [tenant, trip]);
    expect(await lastEntry(owner, trip)).toMatchObject({
      action: "delete",
      before: { status: "planned" },
      after: null,
      actor: null,
    });
  });

  test("noise leaves no entry", async () => {
    const owner = await connect(ownerUrl);
    const { driver } = await addTenant(owner);
    const count = async () => (await owner.query("SELECT FROM audit_entries WHERE row_id = $1", [driver])).rowCount;
    await owner.query("UPDATE drivers SET last_lat = 53.5, last_lng = 10, last_fix_at = now() WHERE id = $1", [driver]);
    expect(await count()).toBe(1);
    await owner.query("UPDATE drivers SET status = 'active' WHERE id = $1", [driver]);
    expect(await count()).toBe(2);
  });

  test("a tenant's settings are watched, and updated_at moves by itself", async () => {
    const owner = await connect(ownerUrl);
    const { tenant } = await addTenant(owner);
    await owner.query("UPDATE tenants SET settings = '{\"ahead\": 3}', updated_at = 'epoch' WHERE id = $1", [tenant]);
    expect(await lastEntry(owner, tenant)).toMatchObject({
      before: { settings: {} },
      after: { settings: { ahead: 3 } },
    });
    const { rows } = await owner.query(
      "SELECT updated_at > now() - interval '1 minute' AS fresh FROM tenants WHERE id = $1",
      [tenant],
    );
    expect(rows).toEqual([{ fresh: true }]);
  });
});
