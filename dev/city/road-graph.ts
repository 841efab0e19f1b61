import { METRES_PER_LAT } from "../../src/domain/geo.ts";
import type { LonLat } from "./city-spec.ts";
import { NodeHeap } from "./node-heap.ts";
import type { NodeIndex } from "./node-index.ts";
import { ROAD_CLASSES, speedMps } from "./road-class.ts";

/**
 * The drawn streets for those who drive on them. Node `n` lies at `lon[n]`, `lat[n]`; the edges that leave it are
 * `firstEdge[n]` up to but not `firstEdge[n + 1]`. A two-way street has one edge for each direction.
 */
export interface RoadGraph {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly firstEdge: Uint32Array;
  readonly edgeFrom: Uint32Array;
  readonly edgeTo: Uint32Array;
  readonly edgeMetres: Float64Array;
  /** An index of ROAD_CLASSES. */
  readonly edgeClass: Uint8Array;
  /** An index of `streetNames`. */
  readonly edgeStreet: Uint16Array;
  /** 1 where nobody may drive the other way. */
  readonly edgeOneWay: Uint8Array;
  readonly streetNames: readonly string[];
  readonly nearby: NodeIndex;
}

export interface Route {
  readonly nodes: readonly number[];
  readonly points: readonly LonLat[];
  readonly metres: number;
  readonly seconds: number;
}

const NO_EDGE = 0xffff_ffff;
const RADIANS = Math.PI / 180;

export function nearestNode({ nearby }: RoadGraph, point: LonLat): number {
  return nearby.nearest(point);
}

export function pointOf({ lon, lat }: RoadGraph, node: number): LonLat {
  return [lon[node] ?? 0, lat[node] ?? 0];
}

/** The edge that leads straight from one node to its neighbour. */
export function edgeBetween({ firstEdge, edgeTo }: RoadGraph, from: number, to: number): number | undefined {
  for (let edge = firstEdge[from] ?? 0; edge < (firstEdge[from + 1] ?? 0); edge++) if (edgeTo[edge] === to) return edge;
  return undefined;
}

/** The fastest way at this hour of the day (local, 0 up to but not 24), by A*. Null if there is none. */
export function route(graph: RoadGraph, from: number, to: number, hour: number): Route | null {
  if (!(from in graph.lon && to in graph.lon)) return null;
  const search = startSearch(graph, from, hour);
  const left = secondsLeft(graph, to, Math.max(...search.speeds));
  search.heap.push(from, left(from));
  for (let node = search.heap.pop(); node !== undefined && node !== to; node = search.heap.pop())
    leave(graph, search, node, left);
  const seconds = search.seconds[to] ?? Infinity;
  return seconds === Infinity ? null : trace(graph, search.arrivedBy, to, seconds);
}

interface Search {
  /** Metres a second, by road class. */
  readonly speeds: readonly number[];
  /** From the start to each node, as far as is known. */
  readonly seconds: Float64Array;
  readonly arrivedBy: Uint32Array;
  readonly heap: NodeHeap;
}

function startSearch({ lon }: RoadGraph, from: number, hour: number): Search {
  const seconds = new Float64Array(lon.length).fill(Infinity);
  seconds[from] = 0;
  const arrivedBy = new Uint32Array(lon.length).fill(NO_EDGE);
  const speeds = ROAD_CLASSES.map((roadClass) => speedMps(roadClass, hour));
  return { speeds, seconds, arrivedBy, heap: new NodeHeap(lon.length) };
}

function leave(graph: RoadGraph, search: Search, node: number, left: (node: number) => number): void {
  const { speeds, seconds, arrivedBy, heap } = search;
  const here = seconds[node] ?? 0;
  for (let edge = graph.firstEdge[node] ?? 0; edge < (graph.firstEdge[node + 1] ?? 0); edge++) {
    const next = graph.edgeTo[edge] ?? 0;
    const there = here + (graph.edgeMetres[edge] ?? 0) / (speeds[graph.edgeClass[edge] ?? 0] ?? 1);
    if (there >= (seconds[next] ?? 0)) continue;
    seconds[next] = there;
    arrivedBy[next] = edge;
    heap.push(next, there + left(next));
  }
}

/** Never more than it takes: straight there at the highest speed of all. */
function secondsLeft({ lon, lat }: RoadGraph, to: number, fastest: number): (node: number) => number {
  const [toLon, toLat] = [lon[to] ?? 0, lat[to] ?? 0];
  const perLat = METRES_PER_LAT / fastest;
  // A thousandth less, for the difference between this flat earth and the one on which edges were measured.
  const [north, east] = [0.999 * perLat, 0.999 * perLat * Math.cos(toLat * RADIANS)];
  return (node) => {
    const [dx, dy] = [((lon[node] ?? 0) - toLon) * east, ((lat[node] ?? 0) - toLat) * north];
    return Math.sqrt(dx * dx + dy * dy);
  };
}

function trace(graph: RoadGraph, arrivedBy: Uint32Array, to: number, seconds: number): Route {
  const nodes = [to];
  let metres = 0;
  for (let edge = arrivedBy[to] ?? NO_EDGE; edge !== NO_EDGE;) {
    metres += graph.edgeMetres[edge] ?? 0;
    const before = graph.edgeFrom[edge] ?? 0;
    nodes.push(before);
    edge = arrivedBy[before] ?? NO_EDGE;
  }
  nodes.reverse();
  return { nodes, points: nodes.map((node) => pointOf(graph, node)), metres, seconds };
}
