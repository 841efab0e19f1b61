import type { Presence } from "../../protocol/live/dispatch-down.ts";
import type { TripReport } from "../../protocol/live/trip-report.ts";

/**
 * `serve` has a stop to make, `wait` has none, `rest` pauses or stands about, `cut` has lost its connection a moment
 * ago; `lapse` was not heard in time, `leave` is given up on.
 */
export type PresenceEvent = "serve" | "wait" | "rest" | "cut" | "lapse" | "leave";

/** Below a minute one tunnel would paint half of the fleet grey. */
const STALE_MIN_MS = 60_000;
/** One position may be late; two are not. */
const STALE_CADENCES = 2;
/** Longer than a phone needs to find its network again in a garage. */
const OFFLINE_MS = 5 * 60_000;
/** A trip that says nothing for three times its pause is as good as cut off, whatever it said last. */
const OFFLINE_CADENCES = 3;
/** How often a phone measures at a stop and while it waits for work. */
const STOP_CADENCE_MS = 30_000;
const WAIT_CADENCE_MS = 60_000;

// A driver that was cut off keeps what it was until time tells more; only a sign of life brings it back.
const NEXT: Record<Presence, Record<PresenceEvent, Presence>> = {
  online: { serve: "on_trip", wait: "online", rest: "idle", cut: "online", lapse: "stale", leave: "offline" },
  idle: { serve: "on_trip", wait: "online", rest: "idle", cut: "idle", lapse: "stale", leave: "offline" },
  on_trip: { serve: "on_trip", wait: "online", rest: "idle", cut: "on_trip", lapse: "stale", leave: "offline" },
  stale: { serve: "on_trip", wait: "online", rest: "idle", cut: "stale", lapse: "stale", leave: "offline" },
  offline: { serve: "on_trip", wait: "online", rest: "idle", cut: "offline", lapse: "offline", leave: "offline" },
};

export function nextPresence(from: Presence, event: PresenceEvent): Presence {
  return NEXT[from][event];
}

/** What presence follows from, beside what it was. */
export type PresenceFacts = Pick<TripReport, "status" | "stopsDone" | "stopsTotal" | "alerts" | "connected"> & {
  readonly lastSeenAt: number | null;
  /** When the trip reported last, and when it was asked to report again; null if it was not. */
  readonly reportedAt: number;
  readonly nextMs: number | null;
};

export function presenceEvent(facts: PresenceFacts, now: number): PresenceEvent {
  const silentMs = now - (facts.lastSeenAt ?? facts.reportedAt);
  const unreportedMs = now - facts.reportedAt;
  const offlineMs = Math.max(OFFLINE_MS, OFFLINE_CADENCES * (facts.nextMs ?? 0));
  if (facts.connected ? unreportedMs >= offlineMs : silentMs >= OFFLINE_MS) return "leave";
  if (silentMs > staleMs(facts)) return "lapse";
  if (!facts.connected) return "cut";
  if (facts.status === "paused" || facts.alerts.includes("idle")) return "rest";
  return facts.status === "active" && hasStops(facts) ? "serve" : "wait";
}

function staleMs(facts: PresenceFacts): number {
  const cadenceMs = Math.max(hasStops(facts) ? STOP_CADENCE_MS : WAIT_CADENCE_MS, facts.nextMs ?? 0);
  return Math.max(STALE_MIN_MS, STALE_CADENCES * cadenceMs);
}

function hasStops({ stopsDone, stopsTotal }: PresenceFacts): boolean {
  return stopsDone < stopsTotal;
}
