import { lengthM, type Metres } from "../../src/domain/geo.ts";

/** Crossings nearer than this are one: two corners of the same junction. */
const SAME_M = 13;

/** Hands out crossings, the same one for the same place. A highway's are found on its own level only. */
export class NodeFinder {
  readonly nodes: Metres[] = [];
  readonly #cells = new Map<string, number[]>();

  nodeAt(place: Metres, level: number): number {
    return this.#find(place, level) ?? this.#add(place, [level]);
  }

  /** The crossing of two lines that may lie on two levels. */
  join(place: Metres, ...levels: [number, number]): number {
    const [one, other] = levels.map((level) => this.#find(place, level));
    if (one !== undefined && one === other) return one;
    if (levels[0] === levels[1]) return one ?? this.#add(place, [levels[0]]);
    return this.#add(place, levels);
  }

  #find(place: Metres, level: number): number | undefined {
    const [column, row] = [Math.floor(place.x / SAME_M), Math.floor(place.y / SAME_M)];
    let best: number | undefined;
    let bestM = SAME_M;
    for (let x = column - 1; x <= column + 1; x++)
      for (let y = row - 1; y <= row + 1; y++)
        for (const node of this.#cells.get(`${level} ${x} ${y}`) ?? []) {
          const there = this.nodes[node];
          const awayM = there ? lengthM(place.x - there.x, place.y - there.y) : Infinity;
          if (awayM < bestM) [best, bestM] = [node, awayM];
        }
    return best;
  }

  #add(place: Metres, levels: readonly number[]): number {
    const node = this.nodes.push(place) - 1;
    for (const level of new Set(levels)) {
      const key = `${level} ${Math.floor(place.x / SAME_M)} ${Math.floor(place.y / SAME_M)}`;
      this.#cells.set(key, [...(this.#cells.get(key) ?? []), node]);
    }
    return node;
  }
}
