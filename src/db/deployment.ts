import { sql } from "drizzle-orm";
import type { Result } from "../domain/result.ts";
import { type Db, statements } from "./client.ts";
import type { DbError } from "./db-error.ts";

/** Writes into the database what it is used for; commands that would destroy a live one ask for it. */
export async function markDeployment(db: Db, environment: string): Promise<Result<unknown, DbError>> {
  return db.system.run("deployment.mark", statements.execute(sql`select ops.mark_deployment(${environment})`));
}
