import { expect, test } from "vitest";
import { Dice } from "../../../dev/chaos/dice.ts";
import { roadFeatures } from "../../../dev/city/road-features.ts";
import { edgeBetween, nearestNode, pointOf, type RoadGraph, type Route, route } from "../../../dev/city/road-graph.ts";
import { harbour } from "./harbour.ts";

const city = harbour();
const { graph } = city;
const nodes = graph.lon.length;
const NIGHT = 3;
const RUSH = 17.25;
const NOWHERE: Route = { nodes: [], points: [], metres: 0, seconds: 0 };

function reached(from: number, next: (node: number) => number[]): number {
  const seen = new Set([from]);
  for (const node of seen) for (const to of next(node)) seen.add(to);
  return seen.size;
}

function neighbours({ firstEdge, edgeTo }: RoadGraph, node: number): number[] {
  return [...edgeTo.subarray(firstEdge[node], firstEdge[node + 1])];
}

test("every crossing can be driven to from every other one", () => {
  const back = new Map<number, number[]>();
  for (const [edge, to] of graph.edgeTo.entries()) back.set(to, [...(back.get(to) ?? []), graph.edgeFrom[edge] ?? 0]);
  expect(reached(0, (node) => neighbours(graph, node))).toBe(nodes);
  expect(reached(0, (node) => back.get(node) ?? [])).toBe(nodes);
});

test("the edges are exactly the pieces of the drawn streets, with their names", () => {
  const key = (from: readonly number[], to: readonly number[], name: string) => {
    const [one, other] = [from.join(","), to.join(",")];
    return `${one < other ? `${one} ${other}` : `${other} ${one}`} ${name}`;
  };
  const drawn = new Set<string>();
  for (const { feature } of roadFeatures(city)) {
    const { geometry, properties } = feature;
    const line = geometry.type === "LineString" ? geometry.coordinates : [];
    for (const [index, to] of line.slice(1).entries())
      drawn.add(key(line[index] ?? [], to, String(properties["name"])));
  }
  const driven = new Set(
    Array.from(graph.edgeTo, (to, edge) =>
      key(
        pointOf(graph, graph.edgeFrom[edge] ?? 0),
        pointOf(graph, to),
        graph.streetNames[graph.edgeStreet[edge] ?? 0] ?? "",
      ),
    ),
  );
  expect(driven).toEqual(drawn);
});

test("one-way streets have no way back, all others have one", () => {
  let oneWays = 0;
  for (const [edge, to] of graph.edgeTo.entries()) {
    const back = edgeBetween(graph, to, graph.edgeFrom[edge] ?? 0);
    expect(back === undefined).toBe(graph.edgeOneWay[edge] === 1);
    oneWays += graph.edgeOneWay[edge] ?? 0;
  }
  expect(oneWays).toBeGreaterThan(500);
});

test("a route follows edges from end to end, and its length is theirs", () => {
  const dice = new Dice(5);
  for (let tries = 0; tries < 50; tries++) {
    const [from, to] = [dice.below(nodes), dice.below(nodes)];
    const found = route(graph, from, to, NIGHT) ?? NOWHERE;
    expect([found.nodes[0], found.nodes.at(-1)]).toEqual([from, to]);
    const edges = found.nodes.slice(1).map((node, index) => edgeBetween(graph, found.nodes[index] ?? -1, node));
    expect(edges).not.toContain(undefined);
    const metres = edges.reduce<number>((sum, edge) => sum + (graph.edgeMetres[edge ?? -1] ?? NaN), 0);
    expect(found.metres).toBeCloseTo(metres, 6);
    expect(found.points).toHaveLength(found.nodes.length);
  }
});

test("no other way is faster: the search agrees with one that looks everywhere", () => {
  const dice = new Dice(6);
  for (let tries = 0; tries < 5; tries++) {
    const [from, to] = [dice.below(nodes), dice.below(nodes)];
    const all = secondsToAll(from);
    expect(route(graph, from, to, RUSH)?.seconds).toBeCloseTo(all[to] ?? NaN, 6);
  }
});

/** Relaxes every edge until nothing gets faster: slow and hard to get wrong. Speeds come from routes of one edge. */
function secondsToAll(from: number): Float64Array {
  const seconds = new Float64Array(nodes).fill(Infinity);
  seconds[from] = 0;
  const costs = Float64Array.from(graph.edgeTo, (_, edge) => (graph.edgeMetres[edge] ?? 0) * pace(edge));
  for (let changed = true; changed;) {
    changed = false;
    for (const [edge, to] of graph.edgeTo.entries()) {
      const there = (seconds[graph.edgeFrom[edge] ?? 0] ?? 0) + (costs[edge] ?? 0);
      if (there >= (seconds[to] ?? 0)) continue;
      seconds[to] = there;
      changed = true;
    }
  }
  return seconds;
}

const paces = new Map<number, number>();

/** Seconds a metre: the quickest that any edge of the class is driven by itself. */
function pace(edge: number): number {
  const roadClass = graph.edgeClass[edge] ?? 0;
  const known = paces.get(roadClass);
  if (known !== undefined) return known;
  let best = Infinity;
  for (const [other, to] of graph.edgeTo.entries()) {
    if (graph.edgeClass[other] !== roadClass) continue;
    const found = route(graph, graph.edgeFrom[other] ?? 0, to, RUSH);
    if (found?.nodes.length === 2) best = found.seconds / found.metres;
    if (best < Infinity) break;
  }
  paces.set(roadClass, best);
  return best;
}

test("the same way takes longer in the rush than at night", () => {
  const [from, to] = [nearestNode(graph, [9.9, 53.6]), nearestNode(graph, [10.08, 53.52])];
  const [night, rush] = [route(graph, from, to, NIGHT), route(graph, from, to, RUSH)];
  expect(rush?.seconds).toBeGreaterThan(1.4 * (night?.seconds ?? Infinity));
  // Fifteen kilometres as the crow flies: neither a helicopter nor a walk.
  expect((night?.metres ?? 0) / (night?.seconds ?? 1)).toBeGreaterThan(7);
  expect((night?.metres ?? 0) / (night?.seconds ?? 1)).toBeLessThan(22);
});

test("where there is no crossing there is no route", () => {
  expect(route(graph, 0, nodes, NIGHT)).toBeNull();
  expect(route(graph, -1, 0, NIGHT)).toBeNull();
  expect(route(graph, 7, 7, NIGHT)).toMatchObject({ nodes: [7], metres: 0, seconds: 0 });
});

test("the nearest crossing is the nearest of all", () => {
  const dice = new Dice(8);
  const squeeze = Math.cos(((graph.lat[0] ?? 0) * Math.PI) / 180);
  for (let tries = 0; tries < 200; tries++) {
    const [lon, lat] = [9.8 + 0.4 * dice.next(), 53.45 + 0.2 * dice.next()];
    const away = (node: number) => Math.hypot(((graph.lon[node] ?? 0) - lon) * squeeze, (graph.lat[node] ?? 0) - lat);
    const best = Math.min(...Array.from({ length: nodes }, (_, node) => away(node)));
    expect(away(nearestNode(graph, [lon, lat]))).toBe(best);
  }
});
