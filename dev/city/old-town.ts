import { growRing, type Ring, scaleRing } from "./ring.ts";
import { chanceAt } from "./noise.ts";
import type { StreetLine } from "./street-line.ts";
import type { Terrain } from "./terrain.ts";
import type { Metres } from "../../src/domain/geo.ts";

/** Rings of lanes around the market, as shares of the way out to the inner ring. */
const LANES = [0.27, 0.42, 0.57, 0.72, 0.87];
/** How many corners of each ring have an alley to the ring within: the closer to the market, the less room is between two. */
const ALLEY_SHARES = [0.28, 0.34, 0.46, 0.56, 0.66, 0.72];
const CROOKED = 0.07;
const MARKET_EDGE_M = 10;

/** Grown, not planned: crooked rings of lanes, and alleys that seldom go on beyond the next lane. */
export function oldTownStreets({ seed, oldTown, market }: Terrain): StreetLine[] {
  const rings = [
    growRing(market.ring, MARKET_EDGE_M),
    ...LANES.map((share, index) => crooked(seed + index, scaleRing(oldTown.ring, share))),
    oldTown.ring,
  ];
  const lanes = rings.slice(0, -1).map((ring) => lane([...ring, ...ring.slice(0, 1)]));
  const alleys = rings
    .slice(1)
    .flatMap((outer, index) => alleysBetween(seed + 10 * index, rings[index] ?? [], outer, ALLEY_SHARES[index] ?? 0));
  return [...lanes, ...alleys];
}

function crooked(seed: number, ring: Ring): Ring {
  return ring.map(({ x, y }, corner) => {
    const share = 1 + CROOKED * (2 * chanceAt(seed, corner, 7) - 1);
    return { x: share * x, y: share * y };
  });
}

function alleysBetween(seed: number, inner: Ring, outer: Ring, alleys: number): StreetLine[] {
  return outer.flatMap((to, corner) => {
    const from = inner[corner];
    return from && chanceAt(seed, corner, 3) < alleys ? [lane([from, to])] : [];
  });
}

function lane(points: readonly Metres[]): StreetLine {
  return { points, roadClass: "residential", bridges: false };
}
