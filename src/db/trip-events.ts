import { asc, eq, gt } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { TripId } from "../protocol/ids.ts";
import { TripEvent } from "../protocol/live/trip-event.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { events } from "./schema/events.ts";

/** A trip's log in its order. */
export async function listTripEvents(
  tenant: TenantQueries,
  page: { readonly tripId: TripId; readonly after: number; readonly limit: number },
): Promise<Result<TripEvent[], DbError>> {
  const { seq, id, actor, happenedAt, recordedAt, body } = events;
  const query = statements
    .select({ seq, id, actor, happenedAt, recordedAt, body })
    .from(events)
    .where(ownRows(events, tenant, eq(events.tripId, page.tripId), gt(events.seq, page.after)))
    .orderBy(asc(events.seq))
    .limit(page.limit);
  const found = await tenant.run("events.list", query, { read: "replica" });
  if (!found.ok) return found;
  return ok(found.value.map((row) => TripEvent.parse(row)));
}
