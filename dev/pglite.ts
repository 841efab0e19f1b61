// The fallback where no Postgres binaries run: Postgres compiled to WebAssembly, inside this process, one session.
import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { Pool } from "pg";
import { APP_ROLE, MIGRATIONS } from "./migrate.ts";
import { type MakePool, RAW_TYPES } from "./neon-proxy.ts";
import type { Query } from "./tenant-rows.ts";

export interface InProcessPostgres {
  makePool: MakePool;
  stop: () => Promise<void>;
}

export async function openPglite(
  dataDir: string,
  prepare: (query: Query) => Promise<void>,
): Promise<InProcessPostgres> {
  const engine = await PGlite.create({ dataDir, extensions: { pg_trgm, btree_gist } });
  await migrate(drizzle(engine), { migrationsFolder: MIGRATIONS });
  await prepare((text, values) => engine.query(text, values));
  // One session serves everybody, so it gives up the owner's rights before the first request: row-level security holds.
  await engine.query(`SET ROLE ${APP_ROLE}`);
  const makePool: MakePool = () => new Pool(Object.assign(createPgConfig(engine), { max: 1, types: RAW_TYPES }));
  return { makePool, stop: () => engine.close() };
}
