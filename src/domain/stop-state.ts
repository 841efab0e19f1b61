import type { StopStatus } from "../protocol/trip.ts";
import { err, ok, type Result } from "./result.ts";

export type StopEvent = "head-for" | "arrive" | "finish" | "fail" | "skip" | "leave";

export type StopStepRefused = {
  readonly tag: "stop-step-refused";
  readonly from: StopStatus;
  readonly event: StopEvent;
};

// A cell that names its own row changes nothing. "finish" needs no arrival, because where GPS is missing nobody arrives.
// A failed or skipped stop may be tried again by heading for it or by standing there. "leave" is seen by the geofence:
// it ends a visit only in the sense that the driver goes on, so an unfinished stop waits again.
const NEXT: Record<StopStatus, Record<StopEvent, StopStatus | "refuse">> = {
  pending: {
    "head-for": "en_route",
    arrive: "arrived",
    finish: "done",
    fail: "failed",
    skip: "skipped",
    leave: "pending",
  },
  en_route: {
    "head-for": "en_route",
    arrive: "arrived",
    finish: "done",
    fail: "failed",
    skip: "skipped",
    leave: "en_route",
  },
  arrived: {
    "head-for": "arrived",
    arrive: "arrived",
    finish: "done",
    fail: "failed",
    skip: "skipped",
    leave: "pending",
  },
  done: {
    "head-for": "refuse",
    arrive: "done",
    finish: "done",
    fail: "refuse",
    skip: "refuse",
    leave: "done",
  },
  failed: {
    "head-for": "en_route",
    arrive: "arrived",
    finish: "refuse",
    fail: "failed",
    skip: "refuse",
    leave: "failed",
  },
  skipped: {
    "head-for": "en_route",
    arrive: "arrived",
    finish: "refuse",
    fail: "refuse",
    skip: "skipped",
    leave: "skipped",
  },
};

export function nextStopStatus(from: StopStatus, event: StopEvent): Result<StopStatus, StopStepRefused> {
  const next = NEXT[from][event];
  return next === "refuse" ? err({ tag: "stop-step-refused", from, event }) : ok(next);
}

/** Nothing is left to do there, for better or worse. */
export function isStopOver(status: StopStatus): boolean {
  return status === "done" || status === "failed" || status === "skipped";
}
