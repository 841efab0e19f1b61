import { markDeployment } from "../db/deployment.ts";
import type { DbError } from "../db/db-error.ts";
import type { Db } from "../db/client.ts";
import type { Result } from "../domain/result.ts";

export interface DeploymentDeps {
  readonly db: Db;
  readonly environment: string;
}

/** Says in the database what uses it, every few minutes: a copy carries the mark along until somebody changes it there. */
export async function claimDatabase({ db, environment }: DeploymentDeps): Promise<Result<unknown, DbError>> {
  return markDeployment(db, environment);
}
