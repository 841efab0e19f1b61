import { jobQueues } from "../../platform/job-queue.ts";
import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import { regionReplica, tripObject } from "../../platform/object-stubs.ts";
import { sendLooks } from "../../platform/send-looks.ts";
import { Ladder } from "./ladder.ts";
import type { ListedRegion } from "./listed-region.ts";
import { listedIn } from "./open-census.ts";
import { RegionRoom } from "./region-room.ts";
import { RegionStore } from "./region-store.ts";
import { ViewerHub } from "./viewer-hub.ts";
import { TripWaker } from "./wake-trips.ts";

export interface Opened {
  readonly room: RegionRoom;
  readonly store: RegionStore;
  readonly hub: ViewerHub;
  readonly ladder: Ladder;
  readonly listed: ListedRegion;
  readonly waker: TripWaker;
}

/** Wakes a region from its storage and its sockets; null if nobody ever opened it. `onLeft`: the last replica has no viewer. */
export function openRegion(ctx: DurableObjectState, env: Env, onLeft: () => void): Opened | null {
  if (!RegionStore.isMade(ctx.storage)) return null;
  const store = new RegionStore(ctx.storage);
  const brief = store.brief();
  if (!brief) return null;
  const { tenantId } = brief;
  const later = (work: Promise<unknown>): void => ctx.waitUntil(work);
  const hub = new ViewerHub(ctx);
  const ladder = new Ladder(store, {
    limits: brief.ladder,
    replica: (number) => regionReplica(env, brief, number),
    later,
    onFailure: (error) => logError(createLog({ requestId: newRequestId() }), "region tells its replica", error),
    onLeft,
  });
  const room = new RegionRoom(
    {
      brief,
      store,
      hub,
      ladder,
      tellLooks: (looks) => later(sendLooks(jobQueues(env).ledger, tenantId, looks)),
    },
    Date.now(),
  );
  const listed = listedIn(env, brief, store, later);
  const waker = new TripWaker({ reportNow: async (tripId) => tripObject(env, tenantId, tripId).reportNow(), later });
  return { room, store, hub, ladder, listed, waker };
}
