import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import { cadenceFor } from "../cadence.ts";
import { freshness, type Freshness } from "../freshness.ts";
import { WATCHED_MS } from "./demand.ts";

/** What is wrong with a driver, worst first. */
const CONCERNS = ["sos", "offline", "late", "off-route", "stale"] as const;
type Concern = (typeof CONCERNS)[number];

/** One sign for each in list, map and legend. */
export const DRIVER_SIGNS = ["moving", "standing", "late", "stale", "offline", "sos"] as const;
export type DriverSign = (typeof DRIVER_SIGNS)[number];

type DriverActivity = "moving" | "standing" | "paused" | "free";

export interface DriverLook {
  readonly sign: DriverSign;
  /** What the driver was doing when last heard. */
  readonly activity: DriverActivity;
  /** Worst first; empty when all is well. */
  readonly concerns: readonly Concern[];
  /** Null without a place: nobody knows where such a driver is. */
  readonly freshness: Freshness | null;
  readonly ageMs: number | null;
}

/** Slower than this a phone's speed is noise, and walking to a door is no driving. */
const MOVING_MPS = 1.5;
const SIGN_OF: Record<Concern, DriverSign | null> = {
  sos: "sos",
  offline: "offline",
  stale: "stale",
  late: "late",
  "off-route": null,
};
/** Grey before amber: where nothing is known, nothing may look certain. */
const SIGN_ORDER: readonly Concern[] = ["sos", "offline", "stale", "late"];

export function driverLook(driver: LiveDriver, now: number): DriverLook {
  const activity = activityOf(driver);
  const ageMs = driver.point && Math.max(0, now - driver.point.at);
  const fresh = ageMs === null ? null : freshness(ageMs, dueEachMs(activity));
  const concerns = CONCERNS.filter((concern) => has(concern, driver, fresh));
  const worst = SIGN_ORDER.find((concern) => concerns.includes(concern));
  const sign = (worst && SIGN_OF[worst]) ?? (activity === "moving" ? "moving" : "standing");
  return { sign, activity, concerns, freshness: fresh, ageMs };
}

/** Lower is worse; those without a concern are all alike. */
export function concernRank({ concerns: [worst] }: DriverLook): number {
  return worst === undefined ? CONCERNS.length : CONCERNS.indexOf(worst);
}

function has(concern: Concern, { alerts }: LiveDriver, fresh: Freshness | null): boolean {
  return concern === "offline" || concern === "stale" ? fresh === concern : alerts.includes(concern);
}

function activityOf({ status, presence, point, stopsDone, stopsTotal }: LiveDriver): DriverActivity {
  if (status === "paused") return "paused";
  if ((point?.speedMps ?? 0) >= MOVING_MPS) return "moving";
  return presence === "online" && stopsDone >= stopsTotal ? "free" : "standing";
}

/** How often a place of such a driver reaches a viewer: as often as the phone measures, or as the trip reports if that is rarer. */
function dueEachMs(activity: DriverActivity): number {
  const phase = { moving: "moving", standing: "at-stop", paused: "idle", free: "available" } as const;
  const needs = { phase: phase[activity], watched: true, savesPower: false, overloaded: false };
  return Math.max(WATCHED_MS, cadenceFor(needs)?.intervalMs ?? WATCHED_MS);
}
