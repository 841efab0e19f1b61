import { and, asc, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { trips } from "./schema/trips.ts";

/** `open`: not over, and not stirred since then, however long ago it began. `ended`: over since between these moments. */
export type ComparedSpan =
  | { readonly state: "open"; readonly before: number }
  | { readonly state: "ended"; readonly from: number; readonly before: number };

const comparedColumns = {
  id: trips.id,
  status: trips.status,
  startedAt: trips.startedAt,
  finishedAt: trips.finishedAt,
  stopsTotal: trips.stopsTotal,
  eventSeq: trips.eventSeq,
  chunkSeq: trips.chunkSeq,
};
export type ComparedTrip = Pick<typeof trips.$inferSelect, keyof typeof comparedColumns>;

export async function countComparedTrips(tenant: TenantQueries, span: ComparedSpan): Promise<Result<number, DbError>> {
  const query = statements
    .select({ count: sql<number>`count(*)::int` })
    .from(trips)
    .where(ownRows(trips, tenant, within(span)));
  const found = await tenant.run("trips.compared-count", query, { read: "primary" });
  return found.ok ? ok(found.value[0]?.count ?? 0) : found;
}

/** The oldest first, from the index alone that finds them. */
export async function listComparedTrips(
  tenant: TenantQueries,
  span: ComparedSpan,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<Result<ComparedTrip[], DbError>> {
  const query = statements
    .select(comparedColumns)
    .from(trips)
    .where(ownRows(trips, tenant, within(span)))
    .orderBy(asc(span.state === "open" ? trips.updatedAt : trips.finishedAt))
    .offset(skip)
    .limit(limit);
  return tenant.run("trips.compared", query, { read: "primary" });
}

function within(span: ComparedSpan): SQL | undefined {
  if (span.state === "open")
    return and(inArray(trips.status, ["planned", "active", "paused"]), lt(trips.updatedAt, span.before));
  return and(gte(trips.finishedAt, span.from), lt(trips.finishedAt, span.before));
}
