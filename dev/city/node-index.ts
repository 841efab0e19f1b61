import type { LonLat } from "./city-spec.ts";

/** About 200 m of latitude: a cell then holds a handful of crossings, and none in the fields. */
const CELL_DEG = 0.002;
const RADIANS = Math.PI / 180;

/** Finds the crossing next to a place by looking into cells around it, ever farther away. */
export class NodeIndex {
  readonly #cells = new Map<number, number[]>();
  readonly #lon: Float64Array;
  readonly #lat: Float64Array;
  readonly #lonShrink: number;
  readonly #reach: number;

  constructor(lon: Float64Array, lat: Float64Array) {
    this.#lon = lon;
    this.#lat = lat;
    this.#lonShrink = Math.cos((lat[0] ?? 0) * RADIANS);
    for (let node = 0; node < lon.length; node++) {
      const key = keyOf(cellOf((lon[node] ?? 0) * this.#lonShrink), cellOf(lat[node] ?? 0));
      this.#cells.set(key, [...(this.#cells.get(key) ?? []), node]);
    }
    this.#reach = Math.ceil(360 / CELL_DEG);
  }

  nearest([lon, lat]: LonLat): number {
    const [x, column, row] = [lon * this.#lonShrink, cellOf(lon * this.#lonShrink), cellOf(lat)];
    let best = 0;
    let bestDeg = Infinity;
    // What lies in a ring is at least `ring - 1` cells away: once the best is nearer, nobody else can be.
    for (let ring = 0; ring <= this.#reach && (ring - 1) * CELL_DEG < bestDeg; ring++)
      for (const node of this.#inRing(column, row, ring)) {
        const east = (this.#lon[node] ?? 0) * this.#lonShrink - x;
        const north = (this.#lat[node] ?? 0) - lat;
        const away = Math.sqrt(east * east + north * north);
        if (away < bestDeg) [best, bestDeg] = [node, away];
      }
    return best;
  }

  *#inRing(column: number, row: number, ring: number): Generator<number> {
    for (let x = column - ring; x <= column + ring; x++) {
      const isSide = Math.abs(x - column) === ring;
      for (let y = row - ring; y <= row + ring; y += isSide || ring === 0 ? 1 : 2 * ring)
        yield* this.#cells.get(keyOf(x, y)) ?? [];
    }
  }
}

function cellOf(degrees: number): number {
  return Math.floor(degrees / CELL_DEG);
}

/** Columns and rows are below 2^18 in size, so two of them fit a safe integer. */
function keyOf(column: number, row: number): number {
  return column * 2 ** 20 + row;
}
