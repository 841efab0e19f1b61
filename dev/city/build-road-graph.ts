import { distanceM } from "../../src/domain/geo.ts";
import type { LonLat } from "./city-spec.ts";
import type { CityStreets, StreetPiece } from "./city-streets.ts";
import { NodeIndex } from "./node-index.ts";
import { ROAD_CLASSES } from "./road-class.ts";
import type { RoadGraph } from "./road-graph.ts";

interface Edge extends StreetPiece {
  readonly roadClass: number;
}

export function buildRoadGraph({ streets, pieces }: CityStreets, places: readonly LonLat[]): RoadGraph {
  const edges = pieces.flatMap((piece): Edge[] => {
    const roadClass = ROAD_CLASSES.indexOf(streets[piece.street]?.roadClass ?? "residential");
    const onward = { ...piece, roadClass };
    return piece.oneWay ? [onward] : [onward, { ...onward, from: piece.to, to: piece.from }];
  });
  const sorted = edges.toSorted((a, b) => a.from - b.from);
  const lon = Float64Array.from(places, (place) => place[0]);
  const lat = Float64Array.from(places, (place) => place[1]);
  return {
    lon,
    lat,
    firstEdge: firstEdges(places.length, sorted),
    edgeFrom: Uint32Array.from(sorted, (edge) => edge.from),
    edgeTo: Uint32Array.from(sorted, (edge) => edge.to),
    edgeMetres: Float64Array.from(sorted, ({ from, to }) => metresBetween(places, from, to)),
    edgeClass: Uint8Array.from(sorted, (edge) => edge.roadClass),
    edgeStreet: Uint16Array.from(sorted, (edge) => edge.street),
    edgeOneWay: Uint8Array.from(sorted, (edge) => Number(edge.oneWay)),
    streetNames: streets.map(({ name }) => name),
    nearby: new NodeIndex(lon, lat),
  };
}

function firstEdges(nodes: number, sorted: readonly Edge[]): Uint32Array {
  const first = new Uint32Array(nodes + 1);
  for (const { from } of sorted) first[from + 1] = (first[from + 1] ?? 0) + 1;
  for (let node = 0; node < nodes; node++) first[node + 1] = (first[node + 1] ?? 0) + (first[node] ?? 0);
  return first;
}

function metresBetween(places: readonly LonLat[], from: number, to: number): number {
  const [a, b] = [places[from], places[to]];
  return a && b ? distanceM({ lng: a[0], lat: a[1] }, { lng: b[0], lat: b[1] }) : 0;
}
