import type { TripStatus } from "../protocol/trip.ts";
import { err, ok } from "./result.ts";
import type { Result } from "./result.ts";

/** planned → active ⇄ paused → completed | cancelled. */
export type TripEvent = "start" | "pause" | "resume" | "complete" | "cancel";

export type TripStepRefused = {
  readonly tag: "trip-step-refused";
  readonly from: TripStatus;
  readonly event: TripEvent;
};

// A cell that names its own row changes nothing: the same fact told twice is no error. "start" is refused while
// paused, because a phone that sends it has missed the pause and must not end it unknowingly.
const NEXT: Record<TripStatus, Record<TripEvent, TripStatus | "refuse">> = {
  planned: {
    start: "active",
    pause: "refuse",
    resume: "refuse",
    complete: "refuse",
    cancel: "cancelled",
  },
  active: {
    start: "active",
    pause: "paused",
    resume: "active",
    complete: "completed",
    cancel: "cancelled",
  },
  paused: {
    start: "refuse",
    pause: "paused",
    resume: "active",
    complete: "completed",
    cancel: "cancelled",
  },
  completed: {
    start: "refuse",
    pause: "refuse",
    resume: "refuse",
    complete: "completed",
    cancel: "refuse",
  },
  cancelled: {
    start: "refuse",
    pause: "refuse",
    resume: "refuse",
    complete: "refuse",
    cancel: "cancelled",
  },
};

export function isTripOver(status: TripStatus): boolean {
  return status === "completed" || status === "cancelled";
}

export function nextTripStatus(from: TripStatus, event: TripEvent): Result<TripStatus, TripStepRefused> {
  const next = NEXT[from][event];
  return next === "refuse" ? err({ tag: "trip-step-refused", from, event }) : ok(next);
}
