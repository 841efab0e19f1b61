import { type Curve, readCurve } from "../../src/domain/curve.ts";

/** From the widest to the narrowest: where two lines share a stretch, the earlier one stays. */
export const ROAD_CLASSES = ["highway", "primary", "secondary", "residential"] as const;
export type RoadClass = (typeof ROAD_CLASSES)[number];

const KMH_PER_MPS = 3.6;
/** What is left for driving between lights and crossings with empty streets. */
const FREE_KMH: Record<RoadClass, number> = { highway: 78, primary: 42, secondary: 34, residential: 23 };
/** Big streets jam, small ones hardly: the share of the rush that each class feels. */
const RUSH_FELT: Record<RoadClass, number> = { highway: 1, primary: 0.9, secondary: 0.7, residential: 0.3 };
/** How much of the free speed the worst street loses at each hour of the day. */
const RUSH: Curve = [
  [0, 0],
  [5, 0.02],
  [7, 0.3],
  [8.25, 0.48],
  [10, 0.24],
  [13, 0.26],
  [15, 0.34],
  [17.25, 0.55],
  [19, 0.28],
  [21, 0.1],
  [24, 0],
];

/** `hour` is the local time of day with its fraction, 0 up to but not 24. */
export function speedMps(roadClass: RoadClass, hour: number): number {
  return (FREE_KMH[roadClass] / KMH_PER_MPS) * (1 - RUSH_FELT[roadClass] * readCurve(RUSH, hour));
}
