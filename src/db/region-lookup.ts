import { eq, getTableColumns } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { RegionId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { regions } from "./schema/tenants.ts";

const { tenantId, id, name, timeZone, polygon } = getTableColumns(regions);
const columns = { tenantId, id, name, timeZone, polygon };
export type RegionFacts = Pick<typeof regions.$inferSelect, keyof typeof columns>;

export async function findRegion(
  tenant: TenantQueries,
  regionId: RegionId,
): Promise<Result<RegionFacts | undefined, DbError>> {
  const query = statements
    .select(columns)
    .from(regions)
    .where(ownRows(regions, tenant, eq(regions.id, regionId)));
  const found = await tenant.run("regions.find", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}
