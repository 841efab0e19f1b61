import type { DriverSign } from "../../../domain/region/driver-look.ts";

/** A stroke or an area of a sign. */
interface SignPart {
  readonly path: string;
  readonly ink: "sign" | "paper";
  /** Of the stroke; an area has none. */
  readonly width?: number;
  readonly dash?: readonly number[];
}

/** The square in which they are drawn; a sign that shows a direction points up. */
export const SIGN_BOX = 28;

const DISC = "M4.5 14a9.5 9.5 0 1 1 19 0a9.5 9.5 0 1 1-19 0z";
const RING = "M6 14a8 8 0 1 1 16 0a8 8 0 1 1-16 0z";
const RING_WIDTH = 3.2;

/** The one drawing of each sign, for lists, legends and maps. */
export const SIGN_SHAPES: Record<DriverSign, readonly SignPart[]> = {
  moving: [
    { path: DISC, ink: "sign" },
    { path: "M14 7.6 19 18.2 14 16 9 18.2z", ink: "paper" },
  ],
  standing: [{ path: "M9.5 6.5h9a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-9a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3z", ink: "sign" }],
  late: [
    { path: DISC, ink: "sign" },
    { path: "M14 8.5V14l3.8 2.2", ink: "paper", width: 2.2 },
  ],
  stale: [{ path: RING, ink: "sign", width: RING_WIDTH }],
  // Four dashes: a quarter of the ring each, gap included.
  offline: [{ path: RING, ink: "sign", width: RING_WIDTH, dash: [7.8, 4.766] }],
  sos: [
    { path: "M14 3.2 24.8 14 14 24.8 3.2 14z", ink: "sign" },
    { path: "M14 8.6v6.2M14 18.6v.2", ink: "paper", width: 2.4 },
  ],
};
