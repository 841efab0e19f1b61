import { fromLocal, localFrame } from "../../../src/domain/geo.ts";
import type { LatLng, Metres } from "../../../src/domain/geo.ts";
import type { Fix } from "../../../src/protocol/live/fix.ts";

export const START = 1_800_000_000_000;
export const DEPOT: LatLng = { lat: 52.52, lng: 13.405 };
const FRAME = localFrame(DEPOT);

/** Metres east and north of the depot, as a place. */
export function at(x: number, y: number): LatLng {
  return fromLocal(FRAME, { x, y });
}

export function fixAt(place: LatLng, seconds: number, changes: Partial<Fix> = {}): Fix {
  const silent = { accuracyM: 8, speedMps: null, headingDeg: null, flags: 0 };
  return { seq: Math.round(seconds * 10) + 1, at: START + seconds * 1000, ...place, ...silent, ...changes };
}

/** Mulberry32: the same noise in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Errors like a receiver's: each is mostly the one before it, with `sigmaM` over a long time. */
export function gpsNoise(seed: number, sigmaM: number, memory = 0.6): () => Metres {
  const next = chance(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const fresh = sigmaM * Math.sqrt(1 - memory * memory);
  let error: Metres = { x: 0, y: 0 };
  return () => (error = { x: memory * error.x + fresh * normal(), y: memory * error.y + fresh * normal() });
}

export interface Drive {
  readonly truth: readonly Metres[];
  readonly fixes: readonly Fix[];
}

/** Through the places at one speed, a fix each `everySeconds`, resting `restSeconds` at each of them. */
export function drive(
  places: readonly Metres[],
  { speedMps = 10, restSeconds = 0, everySeconds = 5, sigmaM = 0, seed = 1, accuracyM = 8 } = {},
): Drive {
  const truth = walk(places, speedMps * everySeconds, Math.round(restSeconds / everySeconds));
  const noise = gpsNoise(seed, sigmaM);
  const fixes = truth.map((place, index) => {
    const error = noise();
    return fixAt(at(place.x + error.x, place.y + error.y), index * everySeconds, { accuracyM });
  });
  return { truth, fixes };
}

function walk(places: readonly Metres[], stepM: number, rests: number): Metres[] {
  const way: Metres[] = [];
  for (const [index, to] of places.entries()) {
    const from = places[index - 1] ?? to;
    const lengthM = Math.hypot(to.x - from.x, to.y - from.y);
    for (let done = stepM; done < lengthM; done += stepM) {
      const share = done / lengthM;
      way.push({ x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });
    }
    for (let rest = 0; rest <= rests; rest++) way.push(to);
  }
  return way;
}
