import type { LatLng } from "./geo.ts";
import { roadM, travelSeconds } from "./travel-time.ts";

export interface RoundStop extends LatLng {
  readonly serviceSeconds: number;
}

/** From the first stop to the last, and the time at each door: what the day is measured against afterwards. */
export function plannedRound(stops: readonly RoundStop[]): { plannedM: number | null; plannedSeconds: number | null } {
  if (stops.length === 0) return { plannedM: null, plannedSeconds: null };
  let [metres, seconds] = [0, 0];
  for (const [index, stop] of stops.entries()) {
    const before = stops[index - 1];
    const leg = before ? roadM(before, stop) : 0;
    metres += leg;
    seconds += travelSeconds(leg, 1) + stop.serviceSeconds;
  }
  return { plannedM: Math.round(metres), plannedSeconds: Math.round(seconds) };
}
