import type { Metres } from "../../src/domain/geo.ts";

/** A closed line, its first corner not repeated. */
export type Ring = readonly Metres[];

/** A ring with its bounds: most places lie far outside, which takes four comparisons to see. */
export interface Zone {
  readonly ring: Ring;
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

export function zoneOf(ring: Ring): Zone {
  const [xs, ys] = [ring.map(({ x }) => x), ring.map(({ y }) => y)];
  return { ring, west: Math.min(...xs), east: Math.max(...xs), south: Math.min(...ys), north: Math.max(...ys) };
}

export function insideZone({ ring, west, east, south, north }: Zone, place: Metres): boolean {
  const { x, y } = place;
  return x >= west && x <= east && y >= south && y <= north && insideRing(ring, place);
}

function insideRing(ring: Ring, { x, y }: Metres): boolean {
  let inside = false;
  let last = ring.at(-1);
  for (const corner of ring) {
    if (last && corner.y > y !== last.y > y) {
      const crossing = last.x + ((y - last.y) / (corner.y - last.y)) * (corner.x - last.x);
      if (x < crossing) inside = !inside;
    }
    last = corner;
  }
  return inside;
}

/** The same ring, `factor` times as large around its middle. */
export function scaleRing(ring: Ring, factor: number): Ring {
  const middle = middleOf(ring);
  return ring.map(({ x, y }) => ({ x: middle.x + (x - middle.x) * factor, y: middle.y + (y - middle.y) * factor }));
}

/** The same ring, each corner moved `byM` metres away from the middle. */
export function growRing(ring: Ring, byM: number): Ring {
  const middle = middleOf(ring);
  return ring.map(({ x, y }) => {
    const away = Math.sqrt((x - middle.x) ** 2 + (y - middle.y) ** 2);
    const factor = away === 0 ? 1 : (away + byM) / away;
    return { x: middle.x + (x - middle.x) * factor, y: middle.y + (y - middle.y) * factor };
  });
}

function middleOf(ring: Ring): Metres {
  const sum = ring.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / ring.length, y: sum.y / ring.length };
}
