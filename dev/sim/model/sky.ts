import { type LatLng, toLocal } from "../../../src/domain/geo.ts";
import type { City } from "../../city/make-city.ts";
import { noise } from "../../city/noise.ts";
import { ROAD_CLASSES, type RoadClass } from "../../city/road-class.ts";
import { pointOf } from "../../city/road-graph.ts";
import { densityAt } from "../../city/terrain.ts";

/** How much of the sky a receiver sees on each edge of the road graph. */
export interface Sky {
  /** 0 in the open to 1 between high walls. */
  readonly canyon: Float32Array;
  /** 1 where there is a roof above the road: no satellite and no mast. */
  readonly covered: Uint8Array;
}

/** Walls stand close in a side street, and on a ring road nowhere. */
const WALLS: Record<RoadClass, number> = { highway: 0.1, primary: 0.55, secondary: 0.75, residential: 1 };
/** A tunnel is some hundred metres long: half the length of this noise's waves. */
const COVER_WAVE_M = 700;
/** About an eighth of the ring road lies under bridges or in tunnels. */
const COVER_FROM = 0.42;

export function makeSky({ graph, plan: { terrain } }: City): Sky {
  const edges = graph.edgeTo.length;
  const canyon = new Float32Array(edges);
  const covered = new Uint8Array(edges);
  for (let edge = 0; edge < edges; edge++) {
    const middle = toLocal(terrain.frame, middleOf(graph, edge));
    const roadClass = ROAD_CLASSES[graph.edgeClass[edge] ?? 0] ?? "residential";
    canyon[edge] = densityAt(terrain, middle) * WALLS[roadClass];
    const isUnder = noise(terrain.seed + 77, COVER_WAVE_M, middle.x, middle.y) > COVER_FROM;
    covered[edge] = roadClass === "highway" && isUnder ? 1 : 0;
  }
  return { canyon, covered };
}

function middleOf(graph: City["graph"], edge: number): LatLng {
  const [fromLng, fromLat] = pointOf(graph, graph.edgeFrom[edge] ?? 0);
  const [toLng, toLat] = pointOf(graph, graph.edgeTo[edge] ?? 0);
  return { lat: (fromLat + toLat) / 2, lng: (fromLng + toLng) / 2 };
}
