import type { Cadence } from "../protocol/live/driver-down.ts";
import type { TripSettings } from "../protocol/live/trip-brief.ts";
import type { TrackPhase } from "./cadence.ts";
import type { FenceIndex } from "./fence-index.ts";
import { NO_FENCES_WATCHED } from "./fence-watch.ts";
import type { FenceWatch } from "./fence-watch.ts";
import { EMPTY_BUCKET } from "./fix-bucket.ts";
import type { FixBucket } from "./fix-bucket.ts";
import { UNJUDGED } from "./judge-fix.ts";
import type { JudgeState } from "./judge-fix.ts";
import type { Motion } from "./motion.ts";
import type { ToldStops } from "./nearby-stop.ts";
import { NO_OUTLOOK } from "./outlook.ts";
import type { Outlook } from "./outlook.ts";
import type { RouteProgress } from "./route-progress.ts";
import type { Smoothing } from "./smoothing.ts";
import { NO_STOP_WATCHED } from "./stop-watch.ts";
import type { StopWatch } from "./stop-watch.ts";
import type { PhaseSigns } from "./track-phase.ts";
import type { TripPlan } from "./trip-plan.ts";

/**
 * All that is remembered of a driver between two fixes. Plain JSON below 4 KiB, so that it fits the 16 KiB of a socket's
 * attachment beside the tail, and outlives a sleeping object.
 */
export interface Track {
  readonly judge: JudgeState;
  readonly smoothing: Smoothing | null;
  readonly motion: Motion | null;
  readonly fences: FenceWatch;
  readonly stops: StopWatch;
  readonly told: ToldStops;
  readonly route: RouteProgress | null;
  readonly outlook: Outlook;
  readonly bucket: FixBucket;
  readonly phase: TrackPhase | null;
  readonly cadence: Cadence | null;
  /** When the last live fix came; null before the first. */
  readonly heardAt: number | null;
}

/** What is true around the driver. Prepared once for each change, and shared by all fixes until the next. */
export interface TrackContext {
  readonly plan: TripPlan;
  readonly fences: FenceIndex;
  readonly settings: Pick<TripSettings, "showMock">;
  /** Who is off duty sends nothing, and nothing of theirs may come here. */
  readonly duty: PhaseSigns["duty"];
  readonly watched: boolean;
  readonly savesPower: boolean;
  readonly overloaded: boolean;
  /** How much slower than on average this hour is; 1 where nobody has measured. */
  readonly hourFactor: number;
}

/** How a fix came. */
export interface Arrival {
  readonly receivedAt: number;
  readonly clockOffsetMs: number;
  readonly clockSuspect: boolean;
  /** Of one frame only the last fix is broadcast. */
  readonly lastOfFrame: boolean;
}

export function startTrack(): Track {
  return {
    judge: UNJUDGED,
    smoothing: null,
    motion: null,
    fences: NO_FENCES_WATCHED,
    stops: NO_STOP_WATCHED,
    told: [],
    route: null,
    outlook: NO_OUTLOOK,
    bucket: EMPTY_BUCKET,
    phase: null,
    cadence: null,
    heardAt: null,
  };
}
