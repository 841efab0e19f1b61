import { roundTo } from "./geo.ts";
import { travelSeconds } from "./travel-time.ts";

const SECOND_MS = 1000;
/** Five minutes of driving are half an opinion on today's traffic; before that, mostly noise. */
const TRUST_SECONDS = 300;
const [PACE_MIN, PACE_MAX] = [0.5, 2];
/** In the last two minutes the speed of the vehicle knows more than any average. */
const SPEED_SECONDS = 120;
/** A traffic light is over sooner than the average forgets it. */
const SPEED_MEMORY_SECONDS = 60;
/** Slower than walking is waiting, and says nothing about when it ends. */
const SPEED_MIN_MPS = 1.5;

/** The drive to the next stop: how long it was when it began, and how fast it goes. */
export interface Leg {
  readonly stopId: string;
  readonly startedAt: number;
  readonly startedM: number;
  readonly speedMps: number | null;
  readonly at: number;
}

export interface LegSight {
  readonly stopId: string;
  readonly leftM: number;
  readonly speedMps: number;
  readonly at: number;
  /** While the driver is at a stop the drive has not begun. */
  readonly isParked: boolean;
}

export function advanceLeg(before: Leg | null, { stopId, leftM, speedMps, at, isParked }: LegSight): Leg {
  if (!before || isParked || before.stopId !== stopId)
    return { stopId, startedAt: at, startedM: roundTo(leftM, 1), speedMps: before?.speedMps ?? null, at };
  const elapsed = Math.max(0, at - before.at) / SECOND_MS;
  const keep = Math.exp(-elapsed / SPEED_MEMORY_SECONDS);
  const average = keep * (before.speedMps ?? speedMps) + (1 - keep) * speedMps;
  return { ...before, speedMps: roundTo(average, 100), at };
}

/**
 * The average time for what is left, times how slow this drive has been so far (trusted more the longer it lasts), and near
 * the end more and more the vehicle's own speed. Dividing by speed from the beginning is four times worse early on.
 */
export function legSeconds(leg: Leg, leftM: number, hourFactor: number): number {
  const planned = travelSeconds(leftM, hourFactor);
  const paced = planned * paceFactor(leg, planned, hourFactor);
  if (leg.speedMps === null || leg.speedMps < SPEED_MIN_MPS) return paced;
  const speedShare = Math.exp(-paced / SPEED_SECONDS);
  return (1 - speedShare) * paced + (speedShare * leftM) / leg.speedMps;
}

function paceFactor(leg: Leg, planned: number, hourFactor: number): number {
  const elapsed = (leg.at - leg.startedAt) / SECOND_MS;
  const covered = travelSeconds(leg.startedM, hourFactor) - planned;
  const pace = elapsed / Math.max(1, covered);
  return Math.min(PACE_MAX, Math.max(PACE_MIN, pace)) ** (elapsed / (elapsed + TRUST_SECONDS));
}
