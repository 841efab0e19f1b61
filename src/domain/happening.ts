import type { Confidence, FenceEvent } from "./fence-watch.ts";
import type { StopEvent } from "./stop-watch.ts";

interface When {
  /** When it happened, which may be some fixes before it was certain. */
  readonly at: number;
  /** Told by points that came too late to tell anybody about: for the record only. */
  readonly late: boolean;
}

interface AboutStop extends When {
  readonly kind: "stop-arrived" | "stop-left" | "stop-nearby";
  readonly stopId: string;
}

interface AboutFence extends When {
  readonly kind: "fence-entered" | "fence-left" | "fence-dwelt";
  readonly fenceId: string;
  readonly confidence: Confidence;
}

interface AboutTrip extends When {
  readonly kind: "off-route" | "back-on-route" | "idle-began" | "idle-ended";
}

/** What a trip's object concludes from where the driver is. */
export type Happening = AboutStop | AboutFence | AboutTrip;

export function fenceHappening({ fenceId, crossing, at, confidence }: FenceEvent, late: boolean): Happening {
  return { kind: `fence-${crossing}`, fenceId, confidence, at, late };
}

export function stopHappening({ kind, stopId, at }: StopEvent, late: boolean): Happening {
  return { kind: `stop-${kind}`, stopId, at, late };
}

export function tripHappening(kind: AboutTrip["kind"], at: number, late: boolean): Happening {
  return { kind, at, late };
}
