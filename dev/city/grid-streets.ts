import type { Metres } from "../../src/domain/geo.ts";
import { chanceAt, noise } from "./noise.ts";
import { insideZone } from "./ring.ts";
import type { StreetLine } from "./street-line.ts";
import { besideRiver, densityAt, type Terrain } from "./terrain.ts";

/** Each bank grew by itself, so its streets run in a direction of their own. */
interface Lattice {
  readonly seed: number;
  readonly bank: 1 | -1;
  /** Radians, counter-clockwise. */
  readonly turn: number;
  readonly wideM: number;
  readonly highM: number;
}

/** One line of the lattice. */
interface Row {
  readonly lattice: Lattice;
  readonly alongRows: boolean;
  readonly index: number;
  /** Half of the line's steps, from the middle of the city. */
  readonly reach: number;
}

/** Every eighth line is a main street: about 1.2 km apart. */
const MAIN_EVERY = 8;
/** How dense it has to be for every line, every second, every fourth, every eighth one. */
const NEEDED_DENSITY: readonly (readonly [every: number, density: number])[] = [
  [MAIN_EVERY, 0],
  [4, 0.035],
  [2, 0.13],
  [1, 0.36],
];
/** Blocks that were joined, yards that were closed. */
const MISSING_SHARE = 0.08;
/** A lattice goes on this far beyond the middle of the river, so that its streets meet the quay. */
const OVERLAP_M = 60;
const JITTER_M = 10;

export function gridStreets(terrain: Terrain): StreetLine[] {
  const north: Lattice = { seed: terrain.seed * 7 + 1, bank: 1, turn: 0.17, wideM: 158, highM: 116 };
  const south: Lattice = { seed: terrain.seed * 7 + 2, bank: -1, turn: -0.24, wideM: 142, highM: 128 };
  // As far as the corners of the turned city.
  const reachM = 1.1 * (terrain.halfWidth + terrain.halfHeight);
  return [north, south].flatMap((lattice) => {
    const [columns, rows] = [Math.ceil(reachM / lattice.wideM), Math.ceil(reachM / lattice.highM)];
    return [
      ...upTo(rows).flatMap((index) => stretches(terrain, { lattice, alongRows: true, index, reach: columns })),
      ...upTo(columns).flatMap((index) => stretches(terrain, { lattice, alongRows: false, index, reach: rows })),
    ];
  });
}

function upTo(reach: number): number[] {
  return Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach);
}

/** The parts of a line that were built. */
function stretches(terrain: Terrain, row: Row): StreetLine[] {
  const lines: StreetLine[] = [];
  let points: Metres[] = [];
  for (let step = -row.reach; step < row.reach; step++) {
    const [from, to] = [crossing(row, step), crossing(row, step + 1)];
    if (isBuilt(terrain, row, step, middle(from, to))) points.push(...(points.length === 0 ? [from, to] : [to]));
    else {
      if (points.length > 0) lines.push(street(row, points));
      points = [];
    }
  }
  return points.length > 0 ? [...lines, street(row, points)] : lines;
}

function street(row: Row, points: readonly Metres[]): StreetLine {
  const isMain = row.index % MAIN_EVERY === 0;
  const family = `${row.lattice.bank} ${row.alongRows ? "row" : "column"} ${row.index}`;
  const oneWay = row.index % 2 !== 0;
  // Neighbouring one-way streets run against each other, so that a block can be driven round.
  const isReversed = oneWay && (row.index & 2) === 0;
  const roadClass = isMain ? "secondary" : "residential";
  return { points: isReversed ? points.toReversed() : points, roadClass, bridges: false, family, oneWay };
}

function isBuilt(terrain: Terrain, row: Row, step: number, place: Metres): boolean {
  if (Math.abs(place.x) > terrain.halfWidth || Math.abs(place.y) > terrain.halfHeight) return false;
  if (row.lattice.bank * besideRiver(terrain.river, place) < -OVERLAP_M) return false;
  if (insideZone(terrain.oldTown, place)) return false;
  const needed = NEEDED_DENSITY.find(([every]) => row.index % every === 0)?.[1] ?? 1;
  if (densityAt(terrain, place) < needed) return false;
  const salt = row.lattice.seed + (row.alongRows ? 100 : 200);
  return row.index % MAIN_EVERY === 0 || chanceAt(salt, row.index, step) >= MISSING_SHARE;
}

/** Where two lines of the lattice cross: turned, bent by the land, and never quite straight. */
function crossing({ lattice, alongRows, index }: Row, step: number): Metres {
  const [column, row] = alongRows ? [step, index] : [index, step];
  const { seed, turn } = lattice;
  const [u, v] = [column * lattice.wideM, row * lattice.highM];
  const x = u * Math.cos(turn) - v * Math.sin(turn);
  const y = u * Math.sin(turn) + v * Math.cos(turn);
  return {
    x: x + bend(seed, x, y) + JITTER_M * (2 * chanceAt(seed + 5, column, row) - 1),
    y: y + bend(seed + 50, x, y) + JITTER_M * (2 * chanceAt(seed + 6, column, row) - 1),
  };
}

function bend(seed: number, x: number, y: number): number {
  return 420 * noise(seed + 3, 3_400, x, y) + 70 * noise(seed + 4, 900, x, y);
}

function middle(from: Metres, to: Metres): Metres {
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}
