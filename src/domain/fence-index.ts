import { measureFence } from "./fence-area.ts";
import type { FenceArea } from "./fence-area.ts";
import type { FenceShape } from "./fence-shape.ts";
import { growBounds } from "./geo.ts";
import type { Bounds } from "./geo.ts";

/** About a kilometre: a fence of a street or a depot lies in one to four cells. */
const CELLS_PER_DEGREE = 100;
const CELLS_AROUND = 360 * CELLS_PER_DEGREE;
/** A region's own outline would fill thousands of cells; it is cheaper to look at each time. */
const CELLS_PER_FENCE_MAX = 64;
/** 400 m between two fixes touch four cells; a gap of an hour must not walk through ten thousand. */
const CELLS_PER_SEARCH_MAX = 64;

export interface Fence {
  readonly fenceId: string;
  readonly shape: FenceShape;
  /** Which crossings anybody wants to hear of. */
  readonly onEnter: boolean;
  readonly onLeave: boolean;
  /** How long a driver must be inside to be reported as dwelling; null for never. */
  readonly dwellSeconds: number | null;
}

export interface IndexedFence extends Fence {
  readonly area: FenceArea;
}

/** Built once when fences change, and shared by all fixes until then. */
export interface FenceIndex {
  readonly byId: ReadonlyMap<string, IndexedFence>;
  readonly cells: ReadonlyMap<number, readonly IndexedFence[]>;
  /** Too large for cells. */
  readonly wide: readonly IndexedFence[];
}

export function indexFences(fences: readonly Fence[]): FenceIndex {
  const byId = new Map<string, IndexedFence>();
  const cells = new Map<number, IndexedFence[]>();
  const wide: IndexedFence[] = [];
  for (const fence of fences) {
    const indexed = { ...fence, area: measureFence(fence.shape) };
    byId.set(fence.fenceId, indexed);
    const keys = cellsOf(indexed.area.bounds, CELLS_PER_FENCE_MAX);
    if (!keys) wide.push(indexed);
    for (const key of keys ?? []) {
      const cell = cells.get(key);
      if (cell) cell.push(indexed);
      else cells.set(key, [indexed]);
    }
  }
  return { byId, cells, wide };
}

/** Every fence that may touch the box, each once. */
export function fencesNear(index: FenceIndex, box: Bounds, marginM: number): Iterable<IndexedFence> {
  const grown = growBounds(box, marginM);
  const keys = cellsOf(grown, CELLS_PER_SEARCH_MAX);
  if (!keys) return index.byId.values();
  const found = new Set<IndexedFence>();
  for (const key of keys) for (const fence of index.cells.get(key) ?? []) found.add(fence);
  for (const fence of index.wide) if (overlaps(fence.area.bounds, grown)) found.add(fence);
  return found;
}

/** The cells under a box, or null where they are more than `atMost`. */
function cellsOf({ south, west, north, east }: Bounds, atMost: number): number[] | null {
  const [bottom, top] = [toCell(south), toCell(north)];
  const [left, right] = [toCell(west), toCell(east)];
  if ((top - bottom + 1) * (right - left + 1) > atMost) return null;
  const keys: number[] = [];
  for (let row = bottom; row <= top; row++) {
    // Around the earth: the cell east of 180° is the one at -180°.
    for (let column = left; column <= right; column++) keys.push(row * CELLS_AROUND + wrap(column));
  }
  return keys;
}

function toCell(degrees: number): number {
  return Math.floor(degrees * CELLS_PER_DEGREE);
}

function wrap(column: number): number {
  return ((column % CELLS_AROUND) + CELLS_AROUND) % CELLS_AROUND;
}

function overlaps(a: Bounds, b: Bounds): boolean {
  if (a.south > b.north || a.north < b.south) return false;
  // Either box may be written one turn further round.
  return [-360, 0, 360].some((turn) => a.west <= b.east + turn && a.east >= b.west + turn);
}
