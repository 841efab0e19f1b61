import { and, eq, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { TenantQueries } from "./client.ts";

/**
 * The tenant's rows of a table that also meet the conditions. Row-level security would hide the others as well; either
 * wall has to hold without the other one.
 */
export function ownRows(
  table: { readonly tenantId: PgColumn },
  { tenantId }: TenantQueries,
  ...conditions: (SQL | false | "" | undefined)[]
): SQL | undefined {
  return and(eq(table.tenantId, tenantId), ...conditions.map((condition) => condition || undefined));
}
