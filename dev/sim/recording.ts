import * as z from "zod";
import { DriverAction } from "../../src/protocol/live/driver-up.ts";
import { Epoch, Millis, WireFix } from "../../src/protocol/live/fix.ts";
import { RegionFences } from "../../src/protocol/live/live-fence.ts";
import { TripBrief } from "../../src/protocol/live/trip-brief.ts";

/** The trip as its object is told of it, but for the tenant: each replay is somebody else's. */
const RecordingHead = z.strictObject({
  trip: z.strictObject(TripBrief.shape).omit({ tenantId: true }),
  fences: RegionFences,
});

/** What arrived, and when by our clock. */
const RecordedFrame = z.union([
  z.strictObject({ at: Millis, epoch: Epoch, fixes: z.array(WireFix).min(1) }),
  z.strictObject({ at: Millis, action: DriverAction }),
]);
export type RecordedFrame = z.infer<typeof RecordedFrame>;

export interface Recording {
  readonly head: z.infer<typeof RecordingHead>;
  readonly frames: readonly RecordedFrame[];
}

/** A line for the trip, then one for each frame: what has changed is seen at a glance. */
export function writeRecording({ head, frames }: Recording): string {
  return `${[head, ...frames].map((line) => JSON.stringify(line)).join("\n")}\n`;
}

export function readRecording(text: string): Recording {
  const [first = "", ...rest] = text.trimEnd().split("\n");
  return {
    head: RecordingHead.parse(JSON.parse(first)),
    frames: rest.map((line) => RecordedFrame.parse(JSON.parse(line))),
  };
}
