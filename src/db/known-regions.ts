import { inArray, isNull } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { RegionId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { regions } from "./schema/tenants.ts";

/** Which of these regions the tenant has and has not closed. */
export async function findKnownRegions(
  tenant: TenantQueries,
  ids: readonly RegionId[],
): Promise<Result<ReadonlySet<RegionId>, DbError>> {
  const query = statements
    .select({ id: regions.id })
    .from(regions)
    .where(ownRows(regions, tenant, inArray(regions.id, [...ids]), isNull(regions.closedAt)));
  const found = await tenant.run("regions.known", query, { read: "primary" });
  return found.ok ? ok(new Set(found.value.map(({ id }) => id))) : found;
}
