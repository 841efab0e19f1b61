import type { LatLng } from "../geo.ts";
import { roadM, travelSeconds } from "../travel-time.ts";

export interface Insertion {
  /** Before which of the stops: their number is behind the last. */
  readonly position: number;
  /** How much longer the way takes with it. */
  readonly seconds: number;
}

/** Where one more place costs least time. Without a way there is nothing to make longer: only the way to it counts. */
export function cheapestInsertion(from: LatLng | null, stops: readonly LatLng[], place: LatLng): Insertion {
  let best: Insertion = { position: stops.length, seconds: detour(stops.at(-1) ?? from, place, undefined) };
  for (let position = 0; position < stops.length; position += 1) {
    const seconds = detour(stops[position - 1] ?? from, place, stops[position]);
    if (seconds < best.seconds) best = { position, seconds };
  }
  return best;
}

function detour(before: LatLng | null, place: LatLng, after: LatLng | undefined): number {
  const direct = before && after ? legSeconds(before, after) : 0;
  return (before ? legSeconds(before, place) : 0) + (after ? legSeconds(place, after) : 0) - direct;
}

/** Between two places on an average day. */
export function legSeconds(from: LatLng, to: LatLng): number {
  return travelSeconds(roadM(from, to), 1);
}
