import { asc, gt, inArray } from "drizzle-orm";
import type { Result } from "../domain/result.ts";
import type { RegionId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { regions } from "./schema/tenants.ts";

const { tenantId, id, name, timeZone, polygon } = regions;
const columns = { tenantId, id, name, timeZone, polygon };
export type RegionRow = Pick<typeof regions.$inferSelect, keyof typeof columns>;

/** By age, which is the order of the ids. */
export async function listRegions(
  tenant: TenantQueries,
  page: {
    readonly after?: RegionId | undefined;
    /** These only; absent for all. */
    readonly regionIds?: readonly RegionId[] | undefined;
    readonly limit: number;
  },
): Promise<Result<RegionRow[], DbError>> {
  const wanted = ownRows(
    regions,
    tenant,
    page.after && gt(regions.id, page.after),
    page.regionIds && inArray(regions.id, [...page.regionIds]),
  );
  const query = statements.select(columns).from(regions).where(wanted).orderBy(asc(regions.id)).limit(page.limit);
  return tenant.run("regions.list", query, { read: "replica" });
}
