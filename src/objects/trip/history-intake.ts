import { judgeForTrack } from "../../domain/judge-fix.ts";
import { type Epoch, readFix, type WireFix } from "../../protocol/live/fix.ts";
import { isOnDuty } from "./position-door.ts";
import { newTimes } from "./timed-fixes.ts";
import type { TripScene } from "./trip-scene.ts";
import type { HistoryTaken } from "./trip-rpc.ts";

/** About 1 KiB, of which forty fit a message to the ledger. */
const CHUNK_FIXES = 100;

/** A recording that was made elsewhere fills the track and nothing else: no dot moves, nobody is told, no stop is reached. */
export function takeHistory(
  scene: TripScene,
  { epoch, fixes }: { epoch: Epoch; fixes: readonly WireFix[] },
  now: number,
): HistoryTaken {
  const { intake } = scene;
  return scene.store.together(() => {
    const fresh = newTimes(scene, epoch, fixes);
    const within = fresh.map(readFix).filter(({ at }) => isOnDuty(scene, at, now));
    if (intake.isOtherRun(epoch)) scene.seal();
    for (const fix of within) {
      // Always taken: a stream numbered by time makes no gaps that could become too many.
      intake.mark(epoch, fix.seq);
      intake.keep(epoch, judgeForTrack(fix, { receivedAt: now, clockOffsetMs: 0 }, "late"), now);
      if (intake.tailLength >= CHUNK_FIXES) scene.seal();
    }
    scene.seal();
    const [added, repeated] = [within.length, fixes.length - fresh.length];
    return { added, repeated, refused: fresh.length - added };
  });
}
