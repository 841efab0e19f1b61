/** Nodes by cost, the cheapest first. A node may be pushed again when it got cheaper: it then moves up. */
export class NodeHeap {
  readonly #costs: Float64Array;
  readonly #places: Int32Array;
  readonly #nodes: number[] = [];

  constructor(nodes: number) {
    this.#costs = new Float64Array(nodes);
    this.#places = new Int32Array(nodes).fill(-1);
  }

  push(node: number, cost: number): void {
    this.#costs[node] = cost;
    const place = this.#places[node] ?? -1;
    this.#rise(place >= 0 ? place : this.#nodes.push(node) - 1, node);
  }

  pop(): number | undefined {
    const first = this.#nodes[0];
    const last = this.#nodes.pop();
    if (first === undefined || last === undefined) return undefined;
    this.#places[first] = -1;
    if (first !== last) this.#sink(last);
    return first;
  }

  #rise(start: number, node: number): void {
    let place = start;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#nodes[above] ?? 0;
      if (this.#costOf(parent) <= this.#costOf(node)) break;
      this.#put(place, parent);
      place = above;
    }
    this.#put(place, node);
  }

  /** From the top. */
  #sink(node: number): void {
    const size = this.#nodes.length;
    let place = 0;
    for (let child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && this.#costAt(child + 1) < this.#costAt(child)) child++;
      if (this.#costAt(child) >= this.#costOf(node)) break;
      this.#put(place, this.#nodes[child] ?? 0);
      place = child;
    }
    this.#put(place, node);
  }

  #put(place: number, node: number): void {
    this.#nodes[place] = node;
    this.#places[node] = place;
  }

  #costAt(place: number): number {
    return this.#costOf(this.#nodes[place] ?? 0);
  }

  #costOf(node: number): number {
    return this.#costs[node] ?? Infinity;
  }
}
