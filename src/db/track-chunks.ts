import { asc, eq } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { TripId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { trackChunks } from "./schema/events.ts";

/** The whole track of a trip, as its object sealed it. A day of eight hours is about 300 chunks and 60 KB. */
export async function readTrackBodies(tenant: TenantQueries, tripId: TripId): Promise<Result<Uint8Array[], DbError>> {
  const query = statements
    .select({ body: trackChunks.body })
    .from(trackChunks)
    .where(ownRows(trackChunks, tenant, eq(trackChunks.tripId, tripId)))
    .orderBy(asc(trackChunks.startedAt), asc(trackChunks.seq));
  const found = await tenant.run("track.bodies", query, { read: "primary" });
  return found.ok ? ok(found.value.map(({ body }) => body)) : found;
}
