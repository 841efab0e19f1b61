import { listEndedTrips } from "../db/track-reads.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { encodeChunk } from "../domain/track/chunk.ts";
import { summariseTrack } from "../domain/track/summary.ts";
import type { TrackArchive } from "../platform/track-archive.ts";
import type { TenantId, TripId } from "../protocol/ids.ts";
import type { ArchiveJob } from "../protocol/jobs.ts";
import { dbFailure } from "./db-failure.ts";
import { forEachTenant } from "./each-tenant.ts";
import type { Deps } from "./deps.ts";
import type { HistoryDeps } from "./history-deps.ts";
import { tripOwner, tripTrack } from "./stored-track.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Late positions and recordings have come by then. */
export const ARCHIVED_AFTER_MS = DAY_MS;
/** A week of failing nights loses nothing: each night looks again at all that ended since. */
const LOOK_BACK_MS = 8 * DAY_MS;
/** A queue's sendBatch takes 100. */
const TRIPS_PER_BATCH = 100;

/** The nightly round: asks for every trip that ended, and is not that fresh any more, to be archived. */
export async function queueArchives(
  deps: Pick<Deps, "db" | "queues" | "now"> & { readonly requestId: string },
): Promise<Result<void, Failure>> {
  return forEachTenant(deps, async (tenantId) => queueTenant(deps, tenantId));
}

async function queueTenant(
  { db, queues, now, requestId }: Parameters<typeof queueArchives>[0],
  tenantId: TenantId,
): Promise<Result<void, Failure>> {
  const tenant = db.forTenant({ tenantId, actor: "archive", requestId });
  const [from, to] = [now() - LOOK_BACK_MS, now() - ARCHIVED_AFTER_MS];
  for (let after: TripId | undefined; ;) {
    const found = await listEndedTrips(tenant, { from, to, after, limit: TRIPS_PER_BATCH });
    if (!found.ok) return err(dbFailure(found.error));
    const jobs = found.value.map((tripId): ArchiveJob => ({ kind: "archive-trip", tenantId, tripId }));
    if (jobs.length > 0) await queues.archive.sendBatch(jobs.map((body) => ({ body })));
    if (jobs.length < TRIPS_PER_BATCH) return ok(undefined);
    after = found.value.at(-1);
  }
}

export interface ArchiveDeps extends Pick<HistoryDeps, "trip" | "db" | "requestId"> {
  readonly tracks: TrackArchive;
}

/**
 * Copies a trip's track to where it stays when the database has dropped it, and then has the trip's object delete all that
 * it holds: from there on the archive has the track and Postgres the log. A second time copies nothing; an object that had
 * still to hand something on is asked again.
 */
export async function archiveTrip(
  deps: ArchiveDeps,
  which: { readonly tenantId: TenantId; readonly tripId: TripId },
): Promise<Result<void, Failure>> {
  const { tenantId, tripId } = which;
  const isThere = await deps.tracks.has(which);
  const copied = isThere ? ok(undefined) : await copyTrack(deps, { tenantId, tripId });
  if (copied.ok) await deps.trip(tenantId, tripId).forget();
  return copied;
}

async function copyTrack(
  deps: ArchiveDeps,
  which: { readonly tenantId: TenantId; readonly tripId: TripId },
): Promise<Result<void, Failure>> {
  const { tenantId, tripId } = which;
  const tenant = deps.db.forTenant({ tenantId, actor: "archive", requestId: deps.requestId });
  const owner = await tripOwner(deps, tenant, tripId);
  if (!owner.ok) return owner;
  const track = await tripTrack(deps, tenant, tripId);
  if (!track.ok) return track;
  const { tail } = track.value;
  const chunks = [...track.value.chunks];
  // What came after the trip's end filled no chunk.
  if (tail.length > 0) {
    const seq = (chunks.at(-1)?.seq ?? 0) + 1;
    chunks.push({ seq, startedAt: summariseTrack(tail).startedAt, fixes: encodeChunk(tail) });
  }
  if (chunks.length > 0) await deps.tracks.write(which, { owner: owner.value, chunks });
  return ok(undefined);
}
