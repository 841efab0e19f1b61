import type { Metres } from "../../src/domain/geo.ts";
import { buildRoadGraph } from "./build-road-graph.ts";
import type { CitySpec, LonLat } from "./city-spec.ts";
import { type CityStreets, cityStreets } from "./city-streets.ts";
import { type Lot, makeLots } from "./lots.ts";
import { edgeBetween, nearestNode, pointOf, type RoadGraph } from "./road-graph.ts";
import { makeTerrain, type Terrain, toLonLat } from "./terrain.ts";

export interface City {
  readonly name: string;
  /** The service area's corners, the first not repeated. */
  readonly region: readonly LonLat[];
  readonly graph: RoadGraph;
  readonly addresses: readonly Address[];
  readonly depots: readonly Depot[];
  /** What the map is drawn from. */
  readonly plan: CityPlan;
}

interface CityPlan {
  readonly terrain: Terrain;
  readonly streets: CityStreets;
  readonly lots: readonly Lot[];
}

export interface Address {
  readonly street: string;
  readonly number: number;
  /** At the kerb: where a van stops. */
  readonly at: LonLat;
  /** The edge of the road graph that it stands at, and that edge's nearer end. */
  readonly edge: number;
  readonly node: number;
}

interface Depot {
  readonly name: string;
  readonly at: LonLat;
  readonly node: number;
}

/** As shares of the way from the centre to the edge: two in town, one at each end. */
const DEPOTS: readonly (Metres & { name: string })[] = [
  { name: "Depot Centre", x: -0.1, y: 0.08 },
  { name: "Depot East", x: 0.52, y: 0.18 },
  { name: "Depot West", x: -0.5, y: 0.22 },
  { name: "Depot South", x: 0.12, y: -0.5 },
];

export function makeCity(spec: CitySpec): City {
  const terrain = makeTerrain(spec);
  const streets = cityStreets(terrain);
  const graph = buildRoadGraph(
    streets,
    streets.nodes.map((place) => toLonLat(terrain.frame, place)),
  );
  const lots = makeLots(terrain, streets);
  return {
    name: spec.name,
    region: spec.region,
    graph,
    addresses: lots.flatMap((lot) => addressOf(terrain, streets, graph, lot)),
    depots: DEPOTS.map(({ name, x, y }) => {
      const wanted = toLonLat(terrain.frame, { x: x * terrain.halfWidth, y: y * terrain.halfHeight });
      const node = nearestNode(graph, wanted);
      return { name, node, at: pointOf(graph, node) };
    }),
    plan: { terrain, streets, lots },
  };
}

function addressOf(terrain: Terrain, { pieces, streets }: CityStreets, graph: RoadGraph, lot: Lot): Address[] {
  const piece = pieces[lot.piece];
  const edge = piece && edgeBetween(graph, piece.from, piece.to);
  if (!piece || edge === undefined) return [];
  const node = lot.share < 0.5 ? piece.from : piece.to;
  const street = streets[piece.street]?.name ?? "";
  return [{ street, number: lot.number, at: toLonLat(terrain.frame, lot.kerb), edge, node }];
}
