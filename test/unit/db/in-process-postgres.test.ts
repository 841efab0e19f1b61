import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { expect, inject, onTestFinished, test } from "vitest";
import { DEMO_VEHICLES } from "../../../dev/demo-tenants.ts";
import { APP_ROLE, MIGRATIONS } from "../../../dev/migrate.ts";
import { seed } from "../../../dev/seed.ts";

test(
  "Postgres in this process takes every migration and the demo, and walls tenants as well",
  { timeout: 120_000 },
  async () => {
    const engine = await PGlite.create({ extensions: { pg_trgm, btree_gist } });
    onTestFinished(() => engine.close());
    await migrate(drizzle(engine), { migrationsFolder: MIGRATIONS });
    await seed((text, values) => engine.query(text, values), inject("database").secrets);
    await engine.query(`SET ROLE ${APP_ROLE}`);
    const tenants = (await engine.query<{ id: string }>("SELECT ops.tenant_ids() AS id")).rows;
    expect(tenants).toHaveLength(2);
    expect((await engine.query("SELECT FROM drivers")).rows).toHaveLength(0);
    await engine.transaction(async (tx) => {
      await tx.query("SELECT set_config('app.tenant', $1, true)", [tenants[0]?.id]);
      expect((await tx.query("SELECT FROM drivers")).rows).toHaveLength(DEMO_VEHICLES.length);
    });
  },
);
