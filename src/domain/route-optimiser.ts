import type { LatLng } from "./geo.ts";
import { legSeconds } from "./assignment/cheapest-insertion.ts";

interface VisitStop extends LatLng {
  readonly serviceSeconds: number;
  readonly windowStartsAt: number | null;
  readonly windowEndsAt: number | null;
  /** Of the vehicle's room. */
  readonly loadStops: number;
  /** Numbers of stops that come before it, where the same vehicle goes to them: what is brought was fetched. */
  readonly after?: readonly number[];
}

export interface RoundVehicle {
  readonly from: LatLng | null;
  readonly departAt: number;
  readonly capacityStops: number | null;
}

export interface VisitTime {
  readonly arriveAt: number;
  readonly departAt: number;
  readonly lateSeconds: number;
}

/** Numbers of stops, one list a vehicle, and those that no vehicle has room for. */
export interface RoundPlan {
  readonly routes: readonly (readonly number[])[];
  readonly left: readonly number[];
}

export interface RoundProblem {
  readonly stops: readonly VisitStop[];
  readonly vehicles: readonly RoundVehicle[];
  /** Seconds between each two stops, once they were worked out. */
  readonly legs?: readonly Float64Array[];
}

/** Worked out once instead of at each step: 90,000 legs of 300 stops take 15 ms. */
export function withLegs(problem: RoundProblem): RoundProblem {
  const { stops } = problem;
  return { ...problem, legs: stops.map((from) => Float64Array.from(stops, (to) => legSeconds(from, to))) };
}

const SECOND_MS = 1_000;
/** An hour late costs as much as five hours of driving: nobody is let wait to save a detour of minutes. */
const LATE_WEIGHT = 5;
/**
 * Routes that are timed before the search ends: one route of 50 stops takes 36 ms, 76 the first time, five routes 13
 * (2026-11-22, Node, busy machine of two cores). Steps rather than time, so that the same question has the same answer on
 * any machine.
 */
export const STEPS_MAX = 20_000;

/**
 * Routes that are timed in one slice of a longer search. More than one look at every small change of one route of 300 stops,
 * which is 315,000: a slice that finds nothing better has tried all there is. It takes at most 6 s for one route of 300
 * stops and 1 s for ten of them, where the runtime allows 30.
 */
export const SLICE_STEPS = 400_000;
/** The search ends then, as good as it has become. 300 stops took three to six, and 20 s at most. */
export const SLICES_MAX = 60;

/** When a vehicle is where, in this order. A window that has not begun is waited for. */
export function timeRoute(
  { stops, legs }: RoundProblem,
  { from, departAt }: RoundVehicle,
  route: readonly number[],
): VisitTime[] {
  let [place, now] = [from, departAt];
  let before = -1;
  const times: VisitTime[] = [];
  for (const number of route) {
    const stop = stops[number];
    if (!stop) continue;
    const seconds = legs?.[before]?.[number] ?? (place ? legSeconds(place, stop) : 0);
    const arriveAt = now + seconds * SECOND_MS;
    const beginAt = Math.max(arriveAt, stop.windowStartsAt ?? arriveAt);
    const leaveAt = beginAt + stop.serviceSeconds * SECOND_MS;
    const lateSeconds = Math.max(0, arriveAt - (stop.windowEndsAt ?? arriveAt)) / SECOND_MS;
    times.push({ arriveAt: Math.round(arriveAt), departAt: Math.round(leaveAt), lateSeconds: Math.round(lateSeconds) });
    [place, now, before] = [stop, leaveAt, number];
  }
  return times;
}

/**
 * Seconds until the last door is left, and each second of lateness five times. The sum of what `timeRoute` tells, without
 * a list of times: a search asks it for each change that it tries.
 */
export function routeCost({ stops, legs }: RoundProblem, vehicle: RoundVehicle, route: readonly number[]): number {
  let now = vehicle.departAt;
  let lateMs = 0;
  let place = vehicle.from;
  let before = -1;
  for (const number of route) {
    const stop = stops[number];
    if (!stop) continue;
    const seconds = legs?.[before]?.[number] ?? (place ? legSeconds(place, stop) : 0);
    const arriveAt = now + seconds * SECOND_MS;
    if (stop.windowEndsAt !== null && arriveAt > stop.windowEndsAt) lateMs += arriveAt - stop.windowEndsAt;
    const beginAt = stop.windowStartsAt !== null && stop.windowStartsAt > arriveAt ? stop.windowStartsAt : arriveAt;
    now = beginAt + stop.serviceSeconds * SECOND_MS;
    [place, before] = [stop, number];
  }
  return (now - vehicle.departAt + LATE_WEIGHT * lateMs) / SECOND_MS;
}

export function planCost(problem: RoundProblem, { routes }: RoundPlan): number {
  return problem.vehicles.reduce((sum, vehicle, index) => sum + routeCost(problem, vehicle, routes[index] ?? []), 0);
}

/** Whether the load fits all along, and nothing is brought before it is fetched. */
export function fits({ stops }: RoundProblem, { capacityStops }: RoundVehicle, route: readonly number[]): boolean {
  const load = route.reduce((sum, number) => sum + (stops[number]?.loadStops ?? 0), 0);
  if (capacityStops !== null && load > capacityStops) return false;
  return route.every((number, index) => (stops[number]?.after ?? []).every((one) => !route.includes(one, index + 1)));
}
