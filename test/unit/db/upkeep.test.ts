import { uuidv7 } from "uuidv7";
import { describe, expect, inject, test } from "vitest";
import { MIGRATIONS } from "../../../dev/migrate.ts";
import { applyMigrations, connect, scratchDatabase } from "./scratch-database.ts";

const { adminUrl, appUrl } = inject("database");

describe("database upkeep", () => {
  test("partitions are UTC days in any time zone, made once and dropped by age", async () => {
    const client = await scratchDatabase(adminUrl);
    await applyMigrations(client, MIGRATIONS);
    const make = async (back: number, ahead: number) =>
      (await client.query("SELECT ops.ensure_partitions('track_chunks', $1, $2) AS made", [back, ahead])).rows;
    // 14 hours ahead and 12 behind: at any moment one of them has another date than UTC.
    for (const zone of ["Etc/GMT+12", "Pacific/Kiritimati"]) {
      await client.query(`SET TIME ZONE '${zone}'`);
      expect(await make(7, 14)).toEqual([{ made: 0 }]);
    }
    expect(await make(40, 14)).toEqual([{ made: 33 }]);
    expect(await make(40, 14)).toEqual([{ made: 0 }]);

    const insert = `INSERT INTO track_chunks
      (tenant_id, trip_id, started_at, seq, driver_id, ended_at, fix_count, min_lat, min_lng, max_lat, max_lng, body)
      VALUES ($1, $1, $2, 1, $1, $2, 1, 0, 0, 0, 0, '') ON CONFLICT DO NOTHING RETURNING tableoid::regclass::text AS child`;
    const day = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10);
    const id = uuidv7();
    const child = `track_chunks_${day.replaceAll("-", "")}`;
    expect((await client.query(insert, [id, `${day}T00:00:00Z`])).rows).toEqual([{ child }]);
    expect((await client.query(insert, [id, `${day}T23:59:59.999Z`])).rows).toEqual([{ child }]);
    expect((await client.query(insert, [id, `${day}T00:00:00Z`])).rows).toEqual([]);
    await expect(client.query(insert, [id, "2020-01-01T00:00:00Z"])).rejects.toMatchObject({ code: "23514" });

    const { rows } = await client.query<{ dropped: string[] }>(
      "SELECT ops.drop_partitions('track_chunks', 30) AS dropped",
    );
    expect(rows[0]?.dropped).toHaveLength(10);
    expect((await client.query("SELECT FROM track_chunks")).rowCount).toBe(2);
    await client.query("SELECT ops.drop_partitions('track_chunks', 10)");
    expect((await client.query("SELECT FROM track_chunks")).rowCount).toBe(0);
  });

  test("the app's role keeps partitions without owning them, and cannot drop today", async () => {
    const app = await connect(appUrl);
    await app.query("SELECT ops.ensure_partitions('track_chunks', 0, 0)");
    await expect(app.query("SELECT ops.drop_partitions('track_chunks', 0)")).rejects.toMatchObject({ code: "22023" });
    await expect(app.query("SELECT ops.ensure_partitions('trips', 0, 0)")).rejects.toMatchObject({ code: "P0002" });
    await expect(app.query("DROP TABLE track_chunks")).rejects.toMatchObject({ code: "42501" });
  });

  test("an expectation that fails has the caller's code", async () => {
    const app = await connect(appUrl);
    const expectation = "SELECT ops.expect($1, 'P0409', 'version conflict')";
    await expect(app.query(expectation, [false])).rejects.toMatchObject({ code: "P0409", message: "version conflict" });
    await expect(app.query(expectation, [null])).rejects.toMatchObject({ code: "P0409" });
    expect((await app.query(expectation, [true])).rowCount).toBe(1);
  });

  test("ids made by the database are version 7 and in order of time", async () => {
    const app = await connect(appUrl);
    const before = Date.now();
    const { rows } = await app.query<{ id: string }>("SELECT ops.uuid_v7() AS id");
    const id = rows[0]?.id ?? "";
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const at = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
    // Two clocks of one machine: a second either way is not the database's fault.
    expect(Math.abs(at - before)).toBeLessThan(1_000);
  });
});
