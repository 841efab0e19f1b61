import { lengthM, type Metres } from "../../src/domain/geo.ts";
import { gridStreets } from "./grid-streets.ts";
import { noise } from "./noise.ts";
import { oldTownStreets } from "./old-town.ts";
import { growRing, type Ring } from "./ring.ts";
import type { StreetLine } from "./street-line.ts";
import { alongRiver, riverNorth, type Terrain } from "./terrain.ts";

/** From the bank to the middle of the street along it. */
export const QUAY_M = 26;
/** From a lake or a park to the street around it. */
export const BORDER_M = 14;
const RADIALS = 9;
const RADIAL_STEP_M = 130;
/** Off the directions of both grids, or radials and streets would meet in slivers. */
const FIRST_RADIAL = 0.62;
const RING_POINTS = 140;
const OUTER_RING_SHARE = 0.66;
const BRIDGE_EVERY_M = 820;
/** How far a bridge's street goes on behind the quays, where it meets the grid. */
const BRIDGE_RAMP_M = 420;
/** The city's bridges end here: farther out only the ring crosses. */
const BRIDGED_SHARE = 0.62;

/** Every street that was ever planned, the widest first. */
export function plannedStreets(terrain: Terrain): StreetLine[] {
  return [
    outerRing(terrain),
    ...radials(terrain),
    { points: closed(terrain.oldTown.ring), roadClass: "primary", bridges: true, name: "Inner Ring" },
    ...quays(terrain),
    ...bridges(terrain),
    ...[terrain.lake, ...terrain.parks].map(({ ring }) => around(ring)),
    ...oldTownStreets(terrain),
    ...gridStreets(terrain),
  ];
}

function outerRing(terrain: Terrain): StreetLine {
  const points = circle((angle) => {
    const wave = 1 + 0.09 * noise(terrain.seed + 61, 1, 1.6 * Math.cos(angle), 1.6 * Math.sin(angle));
    const share = OUTER_RING_SHARE * wave;
    return { x: share * terrain.halfWidth * Math.cos(angle), y: share * terrain.halfHeight * Math.sin(angle) };
  });
  return { points, roadClass: "highway", bridges: true, name: "Outer Ring" };
}

function circle(at: (angle: number) => Metres): Metres[] {
  return Array.from({ length: RING_POINTS + 1 }, (_, step) => at((2 * Math.PI * (step % RING_POINTS)) / RING_POINTS));
}

/** From the inner ring out of the city, each bending a little as old roads do. */
function radials(terrain: Terrain): StreetLine[] {
  const reachM = terrain.halfWidth + terrain.halfHeight;
  const startM = 0.6 * terrain.oldTown.east;
  return Array.from({ length: RADIALS }, (_, index): StreetLine => {
    const start = FIRST_RADIAL + (2 * Math.PI * index) / RADIALS;
    const points: Metres[] = [];
    for (let away = startM; away < reachM; away += RADIAL_STEP_M) {
      const angle = start + 0.22 * noise(terrain.seed + 70 + index, 2_600, away, 0);
      const place = { x: away * Math.cos(angle), y: away * Math.sin(angle) };
      if (Math.abs(place.x) > terrain.halfWidth || Math.abs(place.y) > terrain.halfHeight) break;
      points.push(place);
    }
    return { points, roadClass: "primary", bridges: true };
  });
}

function quays({ river, halfWidth }: Terrain): StreetLine[] {
  const asideM = river.widthM / 2 + QUAY_M;
  return [
    {
      points: alongRiver(river, asideM, -halfWidth, halfWidth),
      roadClass: "secondary",
      bridges: true,
      name: "North Quay",
    },
    {
      points: alongRiver(river, -asideM, -halfWidth, halfWidth),
      roadClass: "secondary",
      bridges: true,
      name: "South Quay",
    },
  ];
}

/** Straight across, the shortest way. */
function bridges({ river, halfWidth }: Terrain): StreetLine[] {
  const lines: StreetLine[] = [];
  const reachM = river.widthM / 2 + QUAY_M + BRIDGE_RAMP_M;
  for (let x = -BRIDGED_SHARE * halfWidth; x < BRIDGED_SHARE * halfWidth; x += BRIDGE_EVERY_M) {
    const rise = (riverNorth(river, x + 50) - riverNorth(river, x - 50)) / 100;
    const across = { x: -rise / lengthM(1, rise), y: 1 / lengthM(1, rise) };
    const middle = { x, y: riverNorth(river, x) };
    const points = [-1, -0.5, 0.5, 1].map((share) => ({
      x: middle.x + share * reachM * across.x,
      y: middle.y + share * reachM * across.y,
    }));
    lines.push({ points, roadClass: "secondary", bridges: true });
  }
  return lines;
}

function around(shore: Ring): StreetLine {
  return { points: closed(growRing(shore, BORDER_M)), roadClass: "residential", bridges: false };
}

function closed(ring: Ring): Metres[] {
  return [...ring, ...ring.slice(0, 1)];
}
