import { and, desc, eq, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import type { Result } from "../domain/result.ts";
import type { DriverId, RegionId, SosId } from "../protocol/ids.ts";
import type { Sos } from "../protocol/sos.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { sosCalls } from "./schema/sos-calls.ts";

export type SosRow = typeof sosCalls.$inferSelect;

interface SosPage {
  readonly after?: { readonly isOpen: boolean; readonly id: SosId } | undefined;
  readonly regionIds?: readonly RegionId[] | undefined;
  readonly regionId?: RegionId | undefined;
  readonly driverId?: DriverId | undefined;
  readonly limit: number;
}

/** Brings the row up to the call; one that was overtaken changes nothing. */
export async function saveSosCall(tenant: TenantQueries, call: Sos): Promise<Result<unknown, DbError>> {
  const { place, acknowledgedBy, driverFirstName: _name, locateEveryMs: _every, ...known } = call;
  const row = {
    ...known,
    lat: place?.lat ?? null,
    lng: place?.lng ?? null,
    locatedAt: place?.at ?? null,
    acknowledgedBy: acknowledgedBy?.id ?? null,
  };
  const { id: _id, ...change } = row;
  return tenant.run(
    "sos.save",
    statements
      .insert(sosCalls)
      .values({ ...row, tenantId: tenant.tenantId })
      .onConflictDoUpdate({
        target: [sosCalls.tenantId, sosCalls.id],
        set: change,
        setWhere: lt(sosCalls.rev, call.rev),
      }),
  );
}

/** Open ones first, and the newest first among each. */
export async function listSosCalls(tenant: TenantQueries, page: SosPage): Promise<Result<SosRow[], DbError>> {
  const { after, regionIds, regionId, driverId, limit } = page;
  const behind = after && lt(sosCalls.id, after.id);
  const wanted = ownRows(
    sosCalls,
    tenant,
    regionIds && inArray(sosCalls.regionId, [...regionIds]),
    regionId && eq(sosCalls.regionId, regionId),
    driverId && eq(sosCalls.driverId, driverId),
    after?.isOpen === true && or(isNotNull(sosCalls.closedAt), behind),
    after?.isOpen === false && and(isNotNull(sosCalls.closedAt), behind),
  );
  const query = statements
    .select()
    .from(sosCalls)
    .where(wanted)
    .orderBy(desc(sql`(${sosCalls.closedAt} is null)`), desc(sosCalls.id))
    .limit(limit);
  return tenant.run("sos.list", query, { read: "replica" });
}
