import { bearingDeg, distanceM, type LatLng } from "../../../src/domain/geo.ts";
import { ROAD_CLASSES, type RoadClass, speedMps } from "../../city/road-class.ts";
import type { RoadGraph } from "../../city/road-graph.ts";
import type { Dice } from "../../chaos/dice.ts";
import { ACCELERATION, BRAKING, type Stretch, stretchOf } from "./stretch.ts";
import type { Way } from "./way.ts";

/** A way with its times: where the vehicle is at each of its seconds. */
export interface Drive {
  readonly seconds: number;
  readonly metres: number;
  readonly stretches: readonly Stretch[];
}

export interface DriveManner {
  /** Local time of day, which decides how much the streets jam. */
  readonly hour: number;
  /** How fast this driver goes in this weather, 1 for as fast as the street allows. */
  readonly pace: number;
  /** What the vehicle can do, metres a second. */
  readonly topMps: number;
  readonly dice: Dice;
}

/** What is comfortable around a corner, by how sharp it is. */
const CORNERS = [
  { fromDeg: 60, mps: 4.5 },
  { fromDeg: 25, mps: 8 },
];
/** A red light or somebody's right of way, at one in so many crossings, and for how many seconds. */
const HALT_CHANCE: Record<RoadClass, number> = { highway: 0, primary: 0.16, secondary: 0.12, residential: 0.04 };
const HALT_SECONDS = [4, 38] as const;
/** The speeds of the road graph have the waits in them; between two waits it is faster. */
const BETWEEN_WAITS = 1.15;

export function planDrive(graph: RoadGraph, { points, edges }: Way, { hour, pace, topMps, dice }: DriveManner): Drive {
  const classes = edges.map((edge) => ROAD_CLASSES[graph.edgeClass[edge] ?? 0] ?? "residential");
  const tops = classes.map((roadClass) => Math.min(topMps, speedMps(roadClass, hour) * BETWEEN_WAITS * pace));
  const lengths = edges.map((_, index) => distanceM(at(points, index), at(points, index + 1)));
  const headings = edges.map((_, index) => bearingDeg(at(points, index), at(points, index + 1)));
  const halts = classes.map((roadClass, index) =>
    index + 1 < classes.length && dice.chance(HALT_CHANCE[roadClass]) ? dice.between(...HALT_SECONDS) : 0,
  );
  const limits = points.map((_, index) => {
    if (index === 0 || index === edges.length || (halts[index - 1] ?? 0) > 0) return 0;
    const corner = cornerMps(headings[index - 1] ?? 0, headings[index] ?? 0);
    return Math.min(corner, tops[index - 1] ?? 0, tops[index] ?? 0);
  });
  const speeds = reachable(limits, lengths);
  const stretches: Stretch[] = [];
  let seconds = 0;
  for (const [index, edge] of edges.entries()) {
    const stretch = stretchOf({
      from: at(points, index),
      to: at(points, index + 1),
      edge,
      metres: lengths[index] ?? 0,
      headingDeg: headings[index] ?? 0,
      enter: speeds[index] ?? 0,
      leave: speeds[index + 1] ?? 0,
      most: tops[index] ?? 0,
      beginsAt: seconds,
      haltSeconds: halts[index] ?? 0,
    });
    stretches.push(stretch);
    seconds = stretch.endsAt;
  }
  return { seconds, metres: lengths.reduce((sum, metres) => sum + metres, 0), stretches };
}

/** At each point no faster than allowed there, than one can be by then, and than one can brake from. */
function reachable(limits: readonly number[], lengths: readonly number[]): number[] {
  const speeds = [...limits];
  for (let index = 1; index < speeds.length; index++) {
    const before = speeds[index - 1] ?? 0;
    speeds[index] = Math.min(
      speeds[index] ?? 0,
      Math.sqrt(before * before + 2 * ACCELERATION * (lengths[index - 1] ?? 0)),
    );
  }
  for (let index = speeds.length - 2; index >= 0; index--) {
    const after = speeds[index + 1] ?? 0;
    speeds[index] = Math.min(speeds[index] ?? 0, Math.sqrt(after * after + 2 * BRAKING * (lengths[index] ?? 0)));
  }
  return speeds;
}

function cornerMps(fromDeg: number, toDeg: number): number {
  const turn = Math.abs(((toDeg - fromDeg + 540) % 360) - 180);
  return CORNERS.find((corner) => turn >= corner.fromDeg)?.mps ?? Number.POSITIVE_INFINITY;
}

function at(points: readonly LatLng[], index: number): LatLng {
  return points[index] ?? { lat: 0, lng: 0 };
}
