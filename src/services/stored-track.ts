import type { TenantQueries } from "../db/client.ts";
import { findTripOwner, listTripChunks } from "../db/track-reads.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { fixesOfChunk } from "../domain/track/track-fixes.ts";
import { fromBase64url } from "../platform/base64url.ts";
import type { ArchivedTrack } from "../platform/track-archive.ts";
import type { DriverId, RegionId, TripId } from "../protocol/ids.ts";
import type { JudgedFix } from "../protocol/live/fix.ts";
import { dbFailure } from "./db-failure.ts";
import type { HistoryDeps } from "./history-deps.ts";

/** Half a megabyte of track in one answer of the database. */
const CHUNKS_PER_QUERY = 500;

type TrackDeps = Pick<HistoryDeps, "trip" | "tracks">;
type StoredChunk = ArchivedTrack["chunks"][number];
export interface TripOwner {
  readonly regionId: RegionId;
  readonly driverId: DriverId;
}

/** Whose trip it is: its object knows, and Postgres where the object was never opened. */
export async function tripOwner(
  { trip }: Pick<HistoryDeps, "trip">,
  tenant: TenantQueries,
  tripId: TripId,
): Promise<Result<TripOwner, Failure>> {
  const known = await trip(tenant.tenantId, tripId).owner();
  if (known) return ok(known);
  const found = await findTripOwner(tenant, tripId);
  if (!found.ok) return err(dbFailure(found.error));
  return found.value ? ok(found.value) : err({ tag: "not-found" });
}

/**
 * All stored chunks of a trip and the rest that is in none yet. A live trip's object has everything, so that Postgres is
 * asked only for what the object does not have, and the archive only where the object has nothing and Postgres not all:
 * it drops a track day by day.
 */
export async function tripTrack(
  deps: TrackDeps,
  tenant: TenantQueries,
  tripId: TripId,
): Promise<Result<{ chunks: readonly StoredChunk[]; tail: readonly JudgedFix[] }, Failure>> {
  const live = await liveTrack(deps, tenant, tripId, 0);
  const before = live.chunks[0]?.seq;
  const hasAll = before === 1 || (live.chunks.length === 0 && live.tail.length > 0);
  const stored = hasAll ? ok([]) : await storedChunks(tenant, tripId, before);
  if (!stored.ok) return stored;
  const chunks = [...stored.value, ...live.chunks];
  // Chunks are numbered from 1 on, so a day that was dropped makes a gap.
  const isWhole = chunks.at(-1)?.seq === chunks.length;
  if (isWhole || live.chunks.length > 0 || live.tail.length > 0) return ok({ chunks, tail: live.tail });
  const archived = await deps.tracks.read({ tenantId: tenant.tenantId, tripId });
  return ok({ chunks: archived?.chunks ?? chunks, tail: [] });
}

export async function tripFixes(
  deps: TrackDeps,
  tenant: TenantQueries,
  tripId: TripId,
): Promise<Result<JudgedFix[], Failure>> {
  const track = await tripTrack(deps, tenant, tripId);
  if (!track.ok) return track;
  return ok([...track.value.chunks.flatMap(fixesOfChunk), ...track.value.tail]);
}

/** What a trip's object has from a chunk on. */
export async function liveTrack(
  { trip }: Pick<HistoryDeps, "trip">,
  { tenantId }: Pick<TenantQueries, "tenantId">,
  tripId: TripId,
  from: number | "confirmed",
): Promise<{ chunks: StoredChunk[]; tail: readonly JudgedFix[] }> {
  const chunks: StoredChunk[] = [];
  for (let after: number | "confirmed" = from; ;) {
    const part = await trip(tenantId, tripId).trackAfter(after);
    if (!part) return { chunks, tail: [] };
    chunks.push(...part.chunks);
    after = part.chunks.at(-1)?.seq ?? after;
    if (!part.isWhole) continue;
    const tail = part.tail === "" ? [] : fixesOfChunk({ seq: 0, fixes: fromBase64url(part.tail) });
    return { chunks, tail };
  }
}

async function storedChunks(
  tenant: TenantQueries,
  tripId: TripId,
  before: number | undefined,
): Promise<Result<StoredChunk[], Failure>> {
  const chunks: StoredChunk[] = [];
  for (;;) {
    const after = chunks.at(-1)?.seq ?? 0;
    const found = await listTripChunks(tenant, tripId, { after, before, limit: CHUNKS_PER_QUERY });
    if (!found.ok) return err(dbFailure(found.error));
    chunks.push(...found.value.map(({ seq, startedAt, body }) => ({ seq, startedAt, fixes: body })));
    if (found.value.length < CHUNKS_PER_QUERY) return ok(chunks);
  }
}
