import { listTenantIds } from "../db/tenants.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { TenantId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import type { Deps } from "./deps.ts";

/** A round mostly waits for Postgres and for objects; more at once would take connections away from people. */
const TENANTS_AT_ONCE = 8;

/** What is done now and then for every active tenant. Where it fails nobody else has to wait; the first failure is told. */
export async function forEachTenant(
  { db }: Pick<Deps, "db">,
  work: (tenantId: TenantId) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  const tenants = await listTenantIds(db);
  if (!tenants.ok) return err(dbFailure(tenants.error));
  const waiting = tenants.value.values();
  const failures: Failure[] = [];
  const lane = async (): Promise<void> => {
    for (const tenantId of waiting) {
      const done = await work(tenantId);
      if (!done.ok) failures.push(done.error);
    }
  };
  await Promise.all(Array.from({ length: TENANTS_AT_ONCE }, lane));
  const [failure] = failures;
  return failure ? err(failure) : ok(undefined);
}
