/** A way that may be driven from one node to another. */
export interface Arc {
  readonly from: number;
  readonly to: number;
}

/** The largest set of nodes each of which can be driven to from each other one. */
export function strongPart(nodes: number, arcs: readonly Arc[]): Set<number> {
  const [onward, back] = [neighbours(nodes, arcs, false), neighbours(nodes, arcs, true)];
  const order: number[] = [];
  const visited = new Set<number>();
  for (let node = 0; node < nodes; node++) walk(onward, node, visited, (left) => order.push(left));
  const claimed = new Set<number>();
  let largest = new Set<number>();
  for (const node of order.toReversed()) {
    const part = new Set<number>();
    walk(back, node, claimed, (left) => part.add(left));
    if (part.size > largest.size) largest = part;
  }
  return largest;
}

function neighbours(nodes: number, arcs: readonly Arc[], reversed: boolean): number[][] {
  const lists: number[][] = Array.from({ length: nodes }, () => []);
  for (const { from, to } of arcs) lists[reversed ? to : from]?.push(reversed ? from : to);
  return lists;
}

/** Depth first without recursion, which a city would overflow; tells each node when all behind it is done. */
function walk(lists: readonly number[][], start: number, visited: Set<number>, leave: (node: number) => void): void {
  if (visited.has(start)) return;
  visited.add(start);
  const path = [{ node: start, next: 0 }];
  for (let here = path.at(-1); here; here = path.at(-1)) {
    const to = lists[here.node]?.[here.next++];
    if (to === undefined) {
      leave(here.node);
      path.pop();
    } else if (!visited.has(to)) {
      visited.add(to);
      path.push({ node: to, next: 0 });
    }
  }
}
