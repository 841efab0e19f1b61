import { findDriver } from "../db/drivers.ts";
import type { TenantQueries } from "../db/client.ts";
import { type ChunkPlace, type ChunkRow, listDriverChunks, listNewestDriverChunks } from "../db/track-reads.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayLocation } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { chooseFixes, fixesOfChunk, type TrackWish } from "../domain/track/track-fixes.ts";
import { type DriverId, TripId } from "../protocol/ids.ts";
import type { JudgedFix } from "../protocol/live/fix.ts";
import { dbFailure } from "./db-failure.ts";
import type { HistoryDeps } from "./history-deps.ts";
import { noteLook } from "./note-look.ts";
import { knownCaller } from "./people-desk.ts";
import { liveTrack } from "./stored-track.ts";

/** About 1,000 fixes. */
const CHUNKS_PER_PAGE = 50;
/** A chunk has about twenty fixes; one of a tracker may have a single one. */
const NEWEST_CHUNKS = 100;
const MONTH_MS = 31 * 24 * 60 * 60_000;

interface Span {
  readonly from: number;
  readonly to: number;
  readonly after?: string | undefined;
}

/** Where a driver was in a span of time: what Postgres has, and on the last page what has not come there yet. */
export async function driverHistory(
  deps: HistoryDeps,
  driverId: DriverId,
  { from, to, after, ...wish }: Span & TrackWish,
): Promise<Result<{ items: JudgedFix[]; next?: string }, Failure>> {
  if (to < from || to - from > MONTH_MS)
    return err({
      tag: "invalid-request",
      errors: [{ path: "query.to", message: "must be at most a month after from" }],
    });
  const tenant = await tenantFor(deps, driverId);
  if (!tenant.ok) return tenant;
  const span = { from, to, after: after === undefined ? undefined : readPlace(after), limit: CHUNKS_PER_PAGE + 1 };
  const found = await listDriverChunks(tenant.value, driverId, span);
  if (!found.ok) return err(dbFailure(found.error));
  const rows = found.value.slice(0, CHUNKS_PER_PAGE);
  const last = found.value.length > CHUNKS_PER_PAGE ? rows.at(-1) : undefined;
  const fresh = last ? [] : await unstored(deps, tenant.value, driverId, rows);
  const fixes = [...rows.flatMap(fixesOfRow), ...fresh].filter(({ fixedAt }) => fixedAt >= from && fixedAt <= to);
  return ok({ items: chooseFixes(fixes, wish), ...(last && { next: writePlace(last) }) });
}

/** What came last, newest first: of the open trip from its object, or else of the last trips. */
export async function newestDriverFixes(
  deps: HistoryDeps,
  driverId: DriverId,
  count: number,
): Promise<Result<{ items: JudgedFix[] }, Failure>> {
  const tenant = await tenantFor(deps, driverId);
  if (!tenant.ok) return tenant;
  const { tenantId } = tenant.value;
  const tripId = await deps.account(tenantId, driverId).duty();
  if (tripId !== null) return ok({ items: await deps.trip(tenantId, tripId).newestFixes(count) });
  const found = await listNewestDriverChunks(tenant.value, driverId, NEWEST_CHUNKS);
  if (!found.ok) return err(dbFailure(found.error));
  const fixes = found.value.flatMap(fixesOfRow).toSorted((a, b) => b.receivedAt - a.receivedAt);
  return ok({ items: fixes.slice(0, count) });
}

/** A driver asks for itself without a look-up; what others may not see is not found. */
async function tenantFor(deps: HistoryDeps, driverId: DriverId): Promise<Result<TenantQueries, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const tenant = deps.db.forTenant({
    tenantId: caller.tenantId,
    actor: actorOf(caller),
    requestId: deps.requestId,
  });
  if (caller.kind === "driver") return caller.driverId === driverId ? ok(tenant) : err({ tag: "not-found" });
  const refused = await mayLook(tenant, caller, driverId);
  if (refused) return refused;
  noteLook(deps, caller, { driverId, tripId: null, surface: "history" });
  return ok(tenant);
}

async function mayLook(
  tenant: TenantQueries,
  caller: KnownCaller,
  driverId: DriverId,
): Promise<{ ok: false; error: Failure } | undefined> {
  const driver = await findDriver(tenant, driverId);
  if (!driver.ok) return err(dbFailure(driver.error));
  const regionId = driver.value?.homeRegionId;
  const place = regionId && { tenantId: tenant.tenantId, regionId, driverId };
  return place && mayLocation(caller, "read", place) ? undefined : err({ tag: "not-found" });
}

/** The open trip's part that is still on its way to Postgres. */
async function unstored(
  deps: HistoryDeps,
  tenant: TenantQueries,
  driverId: DriverId,
  rows: readonly ChunkRow[],
): Promise<JudgedFix[]> {
  const tripId = await deps.account(tenant.tenantId, driverId).duty();
  if (tripId === null) return [];
  const { chunks, tail } = await liveTrack(deps, tenant, tripId, "confirmed");
  // Written, but its confirmation is under way.
  const there = new Set(rows.filter((row) => row.tripId === tripId).map(({ seq }) => seq));
  return [...chunks.filter(({ seq }) => !there.has(seq)).flatMap(fixesOfChunk), ...tail];
}

function fixesOfRow({ seq, body }: ChunkRow): JudgedFix[] {
  return fixesOfChunk({ seq, fixes: body });
}

function writePlace({ startedAt, tripId, seq }: ChunkPlace): string {
  return `${startedAt}_${tripId}_${seq}`;
}

/** Its shape was checked at the edge. */
function readPlace(written: string): ChunkPlace {
  const [startedAt, prefix, id, seq] = written.split("_");
  return { startedAt: Number(startedAt), tripId: TripId.parse(`${prefix}_${id}`), seq: Number(seq) };
}
