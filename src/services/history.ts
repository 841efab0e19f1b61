import type { TenantQueries } from "../db/client.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayLocation } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { replayFrames, type ReplayFrame, replayTrack } from "../domain/track/replay.ts";
import { chooseFixes, pageByTime, type TrackWish } from "../domain/track/track-fixes.ts";
import type { TripId } from "../protocol/ids.ts";
import type { JudgedFix } from "../protocol/live/fix.ts";
import type { HistoryDeps } from "./history-deps.ts";
import { noteLook } from "./note-look.ts";
import { knownCaller } from "./people-desk.ts";
import { tripFixes, tripOwner } from "./stored-track.ts";

/** Half a minute at 25 frames a second, or 170 KB. */
const FRAMES_MAX = 1_000;

interface Page<Item> {
  items: Item[];
  next?: string;
}

export async function tripHistory(
  deps: HistoryDeps,
  tripId: TripId,
  { after = -1, limit, ...wish }: TrackWish & { readonly after?: number | undefined; readonly limit: number },
): Promise<Result<Page<JudgedFix>, Failure>> {
  const fixes = await visibleTrack(deps, tripId);
  if (!fixes.ok) return fixes;
  const { page, next } = pageByTime(chooseFixes(fixes.value, { raw: wish.raw }), after, limit);
  return ok({ items: chooseFixes(page, wish), ...(next !== undefined && { next: String(next) }) });
}

export async function tripReplay(
  deps: HistoryDeps,
  tripId: TripId,
  { speed, frameMs, after }: { readonly speed: number; readonly frameMs: number; readonly after?: number | undefined },
): Promise<Result<Page<ReplayFrame>, Failure>> {
  const fixes = await visibleTrack(deps, tripId);
  if (!fixes.ok) return fixes;
  const items: ReplayFrame[] = [];
  for (const frame of replayFrames(replayTrack(fixes.value), { speed, frameMs }, after)) {
    if (items.length === FRAMES_MAX) return ok({ items, next: String(frame.at) });
    items.push(frame);
  }
  return ok({ items });
}

/** All fixes of a trip whose places the caller may see; another's trip is not found. */
export async function visibleTrack(deps: HistoryDeps, tripId: TripId): Promise<Result<JudgedFix[], Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const tenant = tenantOf(deps, known.value);
  const owner = await tripOwner(deps, tenant, tripId);
  if (!owner.ok) return owner;
  const { tenantId } = tenant;
  if (!mayLocation(known.value, "read", { tenantId, ...owner.value })) return err({ tag: "not-found" });
  noteLook(deps, known.value, { driverId: owner.value.driverId, tripId, surface: "history" });
  return tripFixes(deps, tenant, tripId);
}

function tenantOf(
  { db, requestId }: HistoryDeps,
  caller: Parameters<typeof actorOf>[0] & { tenantId: TenantQueries["tenantId"] },
) {
  return db.forTenant({ tenantId: caller.tenantId, actor: actorOf(caller), requestId });
}
