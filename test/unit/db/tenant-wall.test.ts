import { uuidv7 } from "uuidv7";
import { describe, expect, inject, test } from "vitest";
import { connect } from "./scratch-database.ts";
import { addTenant, inTenant } from "./tenant-fixture.ts";

const { ownerUrl, appUrl } = inject("database");

async function setting() {
  const owner = await connect(ownerUrl);
  const [mine, theirs] = [await addTenant(owner), await addTenant(owner)];
  return { owner, app: await connect(appUrl), mine, theirs };
}

describe("the tenant wall", () => {
  test("a tenant sees its own rows and nobody else's", async () => {
    const { app, mine, theirs } = await setting();
    const { rows } = await inTenant(app, mine.tenant, () => app.query("SELECT tenant_id, id FROM trips"));
    expect(rows).toEqual([{ tenant_id: mine.tenant, id: mine.trip }]);
    const change = "UPDATE trips SET status = 'cancelled' WHERE id = $1";
    expect((await inTenant(app, mine.tenant, () => app.query(change, [theirs.trip]))).rowCount).toBe(0);
    expect(
      (await inTenant(app, mine.tenant, () => app.query("DELETE FROM trips WHERE id = $1", [theirs.trip]))).rowCount,
    ).toBe(0);
  });

  test("without a tenant there are no rows, also after a transaction that had one", async () => {
    const { app, mine } = await setting();
    expect((await app.query("SELECT FROM trips")).rowCount).toBe(0);
    expect((await inTenant(app, mine.tenant, () => app.query("SELECT FROM trips"))).rowCount).toBe(1);
    expect((await app.query("SELECT FROM trips")).rowCount).toBe(0);
  });

  test("a row for another tenant is refused", async () => {
    const { app, mine, theirs } = await setting();
    const insert =
      "INSERT INTO regions (tenant_id, id, name, time_zone, polygon) VALUES ($1, $2, 'R', 'UTC', '{\"type\":\"Polygon\"}')";
    await expect(inTenant(app, mine.tenant, () => app.query(insert, [theirs.tenant, uuidv7()]))).rejects.toMatchObject({
      code: "42501",
    });
    expect((await inTenant(app, mine.tenant, () => app.query(insert, [mine.tenant, uuidv7()]))).rowCount).toBe(1);
  });

  test("a row cannot point at another tenant's", async () => {
    const { app, mine, theirs } = await setting();
    const insert = "INSERT INTO trips (tenant_id, id, region_id, driver_id) VALUES ($1, $2, $3, $4)";
    const values = [mine.tenant, uuidv7(), mine.region, theirs.driver];
    await expect(inTenant(app, mine.tenant, () => app.query(insert, values))).rejects.toMatchObject({ code: "23503" });
  });

  test("what happened cannot be rewritten", async () => {
    const { app, mine } = await setting();
    const insert = `INSERT INTO events (tenant_id, trip_id, seq, id, kind, actor, happened_at, recorded_at)
      VALUES ($1, $2, 1, $3, 'trip.started', 'drv_test', now(), now())`;
    const attempt = (query: string) =>
      inTenant(app, mine.tenant, async () => {
        await app.query(insert, [mine.tenant, mine.trip, uuidv7()]);
        return app.query(query);
      });
    expect((await attempt("SELECT FROM events")).rowCount).toBe(1);
    for (const table of ["events", "shipment_events", "audit_entries", "security_events"]) {
      await expect(attempt(`UPDATE ${table} SET actor = 'nobody'`)).rejects.toMatchObject({ code: "42501" });
      await expect(attempt(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: "42501" });
      await expect(attempt(`TRUNCATE ${table}`)).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("a trip's events are numbered once", async () => {
    const { owner, mine } = await setting();
    const insert = `INSERT INTO events (tenant_id, trip_id, seq, id, kind, actor, happened_at, recorded_at)
      VALUES ($1, $2, $3, $4, 'trip.started', 'drv_test', now(), now())`;
    await owner.query(insert, [mine.tenant, mine.trip, 1, uuidv7()]);
    await expect(owner.query(insert, [mine.tenant, mine.trip, 1, uuidv7()])).rejects.toMatchObject({ code: "23505" });
    await expect(owner.query(insert, [mine.tenant, mine.trip, 0, uuidv7()])).rejects.toMatchObject({ code: "23514" });
  });

  test("a driver is on one open trip", async () => {
    const { owner, mine } = await setting();
    await owner.query("UPDATE trips SET status = 'active' WHERE id = $1", [mine.trip]);
    const insert = "INSERT INTO trips (tenant_id, id, region_id, driver_id, status) VALUES ($1, $2, $3, $4, $5)";
    const values = [mine.tenant, uuidv7(), mine.region, mine.driver];
    await expect(owner.query(insert, [...values, "paused"])).rejects.toMatchObject({ constraint: "trips_open_key" });
    expect((await owner.query(insert, [...values, "planned"])).rowCount).toBe(1);
  });

  test("a search finds shipments by word, part or with an error, and only the tenant's", async () => {
    const { owner, app, mine, theirs } = await setting();
    for (const { tenant, region } of [mine, theirs]) {
      await owner.query(
        `INSERT INTO shipments (tenant_id, id, region_id, reference, street, city, address_sealed, recipient_name_sealed)
         SELECT $1, gen_random_uuid(), $2, reference, street, 'Port', 'v1', 'v1'
         FROM (VALUES ('ORD-1001', 'Station Road'), ('100% new', 'Canal Row')) v (reference, street)`,
        [tenant, region],
      );
    }
    const search = (words: string) =>
      inTenant(app, mine.tenant, async () => {
        const query = "SELECT reference, tenant_id FROM shipments WHERE id IN (SELECT ops.find_shipments($1, 10))";
        const { rows } = await app.query<{ reference: string; tenant_id: string }>(query, [words]);
        return rows.map((row) => row.reference);
      });
    expect(await search("station")).toEqual(["ORD-1001"]);
    expect(await search("1001")).toEqual(["ORD-1001"]);
    expect(await search("staton road")).toEqual(["ORD-1001"]);
    expect(await search("port canal")).toEqual(["100% new"]);
    expect(await search("0% n")).toEqual(["100% new"]);
    expect(await search("%")).toEqual(["100% new"]);
    expect(await search("ord-1001")).toEqual(["ORD-1001"]);
    // Its last six characters are, and the whole is not.
    expect(await search("1RD-1001")).toEqual([]);
    // The function itself looks past row-level security: its own wall has to hold.
    const bare = () => app.query("SELECT ops.find_shipments('port', 10)");
    expect((await inTenant(app, mine.tenant, bare)).rowCount).toBe(2);
    expect((await bare()).rowCount).toBe(0);
  });

  test("a search forgives errors in the streets that are most alike, those of changed addresses too", async () => {
    const { owner, app, mine, theirs } = await setting();
    for (const { tenant, region } of [mine, theirs])
      await owner.query(
        `INSERT INTO shipments (tenant_id, id, region_id, reference, street, city, address_sealed, recipient_name_sealed)
         SELECT $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2, 'R' || n,
                CASE n WHEN 1 THEN 'Harbour Way' ELSE 'Harbour Street ' || n END, 'Port', 'v1', 'v1'
         FROM generate_series(1, 300) n`,
        [tenant, region],
      );
    const search = async (words: string, atMost = 300) => {
      const query = "SELECT reference FROM ops.find_shipments($1, $2) id JOIN shipments USING (id) ORDER BY id DESC";
      return (await app.query<{ reference: string }>(query, [words, atMost])).rows.map((row) => row.reference);
    };
    const moved = async (tenant: string) =>
      inTenant(app, tenant, async () => {
        await app.query("UPDATE shipments SET street = 'Larch Lane' WHERE reference = 'R7'");
        return search("Lerch Lane");
      });
    await inTenant(app, mine.tenant, async () => {
      expect(await search("Harbor Way")).toContain("R1");
      expect(await search("Harbur Street")).toHaveLength(200);
      expect(await search("harbour", 2)).toEqual(["R300", "R299"]);
      expect(await search("Lerch Lane")).toEqual([]);
    });
    expect(await moved(mine.tenant)).toEqual(["R7"]);
  });

  test("another tenant's streets are nobody's business", async () => {
    const { owner, app, mine, theirs } = await setting();
    await owner.query("INSERT INTO street_names (tenant_id, name) VALUES ($1, 'Larch Lane')", [theirs.tenant]);
    const read = () => app.query("SELECT name FROM street_names");
    expect((await inTenant(app, mine.tenant, read)).rows).toEqual([]);
    expect((await inTenant(app, theirs.tenant, read)).rows).toEqual([{ name: "Larch Lane" }]);
    const insert = () => app.query("INSERT INTO street_names (tenant_id, name) VALUES ($1, 'x')", [theirs.tenant]);
    await expect(inTenant(app, mine.tenant, insert)).rejects.toMatchObject({ code: "42501" });
  });
});
