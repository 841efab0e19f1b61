import { distanceM, type LatLng } from "../../../src/domain/geo.ts";
import type { Address } from "../../city/make-city.ts";
import { edgeBetween, nearestNode, pointOf, type RoadGraph, type Route, route } from "../../city/road-graph.ts";

/** A place where a vehicle may stand: at the kerb of an edge, or at a crossing. */
export type Spot = LatLng & ({ readonly edge: number } | { readonly node: number });

/** A line to drive along; `edges[n]` lies between `points[n]` and `points[n + 1]`. */
export interface Way {
  readonly points: readonly LatLng[];
  readonly edges: readonly number[];
}

/** Shorter pieces have no direction that means anything. */
const PIECE_MIN_M = 0.5;

export function spotOf(graph: RoadGraph, { edge, at: [lng, lat] }: Address): Spot {
  return { edge, ...alongEdge(graph, edge, { lat, lng }).place };
}

export function spotAtNode(graph: RoadGraph, node: number): Spot {
  const [lng, lat] = pointOf(graph, node);
  return { node, lat, lng };
}

export function nearestSpot(graph: RoadGraph, { lat, lng }: LatLng): Spot {
  return spotAtNode(graph, nearestNode(graph, [lng, lat]));
}

/** The fastest way at this hour. One street is entered at its beginning and left at its end, as one-way streets want it. */
export function wayBetween(graph: RoadGraph, from: Spot, to: Spot, hour: number): Way {
  if ("edge" in from && "edge" in to && from.edge === to.edge && isAhead(graph, from.edge, from, to))
    return { points: [from, to], edges: [from.edge] };
  const { nodes } = routeBetween(graph, from, to, hour);
  const crossings = nodes.map((node, index): Step => {
    const before = nodes[index - 1];
    return {
      place: spotAtNode(graph, node),
      edge: before === undefined ? edgeOf(from) : edgeBetween(graph, before, node),
    };
  });
  return joined(from, [...crossings, { place: to, edge: edgeOf(to) }]);
}

function routeBetween(graph: RoadGraph, from: Spot, to: Spot, hour: number): Route {
  const first = "edge" in from ? (graph.edgeTo[from.edge] ?? 0) : from.node;
  const last = "edge" in to ? (graph.edgeFrom[to.edge] ?? 0) : to.node;
  const found = route(graph, first, last, hour);
  if (!found) throw new Error(`no way leads from node ${first} to node ${last}`);
  return found;
}

interface Step {
  readonly place: LatLng;
  /** What leads there. */
  readonly edge: number | undefined;
}

function joined(from: LatLng, steps: readonly Step[]): Way {
  const points = [from];
  const edges: number[] = [];
  let here = from;
  for (const { place, edge } of steps) {
    if (distanceM(here, place) < PIECE_MIN_M) continue;
    if (edge === undefined) throw new Error("a way jumps from one street to another");
    edges.push(edge);
    points.push(place);
    here = place;
  }
  return { points, edges };
}

function edgeOf(spot: Spot): number | undefined {
  return "edge" in spot ? spot.edge : undefined;
}

function isAhead(graph: RoadGraph, edge: number, from: LatLng, to: LatLng): boolean {
  return alongEdge(graph, edge, to).share > alongEdge(graph, edge, from).share;
}

/** The nearest place on the edge, and how far along that is, 0 to 1. */
function alongEdge(graph: RoadGraph, edge: number, { lat, lng }: LatLng): { place: LatLng; share: number } {
  const [fromLng, fromLat] = pointOf(graph, graph.edgeFrom[edge] ?? 0);
  const [toLng, toLat] = pointOf(graph, graph.edgeTo[edge] ?? 0);
  const shrink = Math.cos((fromLat * Math.PI) / 180);
  const [dx, dy] = [(toLng - fromLng) * shrink, toLat - fromLat];
  const along = ((lng - fromLng) * shrink * dx + (lat - fromLat) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.max(0, Math.min(1, along));
  return { place: { lat: fromLat + (toLat - fromLat) * share, lng: fromLng + (toLng - fromLng) * share }, share };
}
