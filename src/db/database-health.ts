import { sql } from "drizzle-orm";
import type { Result } from "../domain/result.ts";
import { type Db, statements } from "./client.ts";
import type { DbError } from "./db-error.ts";

/** One round trip through everything that a real query needs. */
export async function pingDatabase(db: Db): Promise<Result<unknown, DbError>> {
  return db.system.run("database.ping", statements.execute(sql`select 1`), { read: "primary" });
}
