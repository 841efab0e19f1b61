import { lengthM, type Metres } from "../../src/domain/geo.ts";

/** As fine as a garden path: a building may come this near to a street or another building. */
const CELL_M = 5;

/** Which ground is taken, in squares. */
export class Occupancy {
  readonly #columns: number;
  readonly #rows: number;
  readonly #taken: Uint8Array;

  constructor(halfWidth: number, halfHeight: number) {
    this.#columns = Math.ceil((2 * halfWidth) / CELL_M);
    this.#rows = Math.ceil((2 * halfHeight) / CELL_M);
    this.#taken = new Uint8Array(this.#columns * this.#rows);
  }

  /** Takes a strip along a line. */
  takeStrip(from: Metres, to: Metres, widthM: number): void {
    const length = lengthM(to.x - from.x, to.y - from.y) || 1;
    const across = { x: (-(to.y - from.y) / length) * widthM, y: ((to.x - from.x) / length) * widthM };
    const corner = { x: from.x - across.x / 2, y: from.y - across.y / 2 };
    this.#sweep(corner, { x: to.x - from.x, y: to.y - from.y }, across, (cell) => {
      this.#taken[cell] = 1;
      return true;
    });
  }

  /** Takes the box spanned by two sides that leave a corner, if all of it is free. */
  tryBox(corner: Metres, along: Metres, away: Metres): boolean {
    if (!this.#sweep(corner, along, away, (cell) => this.#taken[cell] === 0)) return false;
    return this.#sweep(corner, along, away, (cell) => {
      this.#taken[cell] = 1;
      return true;
    });
  }

  /** Stops at the first cell that is refused; what lies outside is. */
  #sweep(corner: Metres, along: Metres, away: Metres, visit: (cell: number) => boolean): boolean {
    const [stepsAlong, stepsAway] = [along, away].map(({ x, y }) => Math.ceil(lengthM(x, y) / (CELL_M * 0.8)) || 1);
    if (stepsAlong === undefined || stepsAway === undefined) return false;
    for (let i = 0; i <= stepsAlong; i++)
      for (let j = 0; j <= stepsAway; j++) {
        const x = corner.x + (along.x * i) / stepsAlong + (away.x * j) / stepsAway;
        const y = corner.y + (along.y * i) / stepsAlong + (away.y * j) / stepsAway;
        const column = Math.floor(x / CELL_M + this.#columns / 2);
        const row = Math.floor(y / CELL_M + this.#rows / 2);
        const isInside = column >= 0 && column < this.#columns && row >= 0 && row < this.#rows;
        if (isInside && !visit(row * this.#columns + column)) return false;
      }
    return true;
  }
}
