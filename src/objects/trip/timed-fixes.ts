import { unknownTimes } from "../../domain/timed-mark.ts";
import { fixesOfChunk } from "../../domain/track/track-fixes.ts";
import type { Epoch, WireFix } from "../../protocol/live/fix.ts";
import type { TripScene } from "./trip-scene.ts";

/** What is new of a message of a stream that is numbered by time. */
export function newTimes({ intake, store }: TripScene, epoch: Epoch, fixes: readonly WireFix[]): readonly WireFix[] {
  const stream = intake.stream(epoch);
  if (!stream) return [];
  return unknownTimes(fixes, stream.fixes, function* (from, to) {
    yield* intake.tailNumbers(epoch);
    for (const chunk of store.chunksBetween(epoch, from, to)) yield* fixesOfChunk(chunk).map(({ seq }) => seq);
  });
}
