import type { TenantQueries } from "../db/client.ts";
import type { DbError } from "../db/db-error.ts";
import { readTrackBodies } from "../db/track-chunks.ts";
import { saveTripTrack } from "../db/trips.ts";
import { drivenPath } from "../domain/driven-path.ts";
import { ok, type Result } from "../domain/result.ts";
import { decodeChunk } from "../domain/track/chunk.ts";
import type { TripId } from "../protocol/ids.ts";

/** Adds up what was driven and writes it beside the trip. The same track gives the same answer, however often. */
export async function measureTrip(tenant: TenantQueries, tripId: TripId): Promise<Result<unknown, DbError>> {
  const bodies = await readTrackBodies(tenant, tripId);
  if (!bodies.ok) return bodies;
  const fixes = bodies.value.flatMap((body) => {
    const decoded = decodeChunk(body);
    // What cannot be read never comes into the table: the ledger opens each chunk first.
    if (!decoded.ok) throw new Error(`a stored chunk of ${tripId} is ${decoded.error.tag}`);
    return decoded.value;
  });
  return fixes.length === 0 ? ok(undefined) : saveTripTrack(tenant, tripId, drivenPath(fixes));
}
