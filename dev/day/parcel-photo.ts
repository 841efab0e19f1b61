import { blockJpeg, type BlockColour } from "./block-jpeg.ts";

/** 240 by 320 pixels, as a phone is held. */
const SIZE = { wide: 30, high: 40 };
const WALLS: readonly BlockColour[] = [
  [40, -8, 12],
  [70, -14, 6],
  [10, 4, 18],
  [55, 2, 0],
  [25, -20, 10],
];
const DOORS: readonly BlockColour[] = [
  [-60, 34, -12],
  [-70, -8, -22],
  [-50, -10, 44],
  [-85, 10, 0],
  [-20, -30, 14],
  [20, 20, -26],
  [-75, 2, 22],
];
const FRAME: BlockColour = [90, 0, 0];
const KNOB: BlockColour = [60, -60, 20];
const STONE: BlockColour = [-10, 0, 0];
const CARDBOARD: BlockColour = [20, -38, 22];
const TAPE: BlockColour = [60, -26, 10];
const LABEL: BlockColour = [110, 0, 0];
/** So dark or bright is one stone beside the next. */
const GRAIN = 7;

/** Left, top, right and bottom, the last two outside. */
type Box = readonly [number, number, number, number];

const DOOR: Box = [8, 5, 22, 32];
const PARCEL: { readonly wide: number; readonly high: number } = { wide: 8, high: 6 };

/** What a driver photographs: a parcel before a door. Another number, another house. */
export function parcelPhoto(number: number): Uint8Array<ArrayBuffer> {
  const wall = WALLS[number % WALLS.length] ?? STONE;
  const door = DOORS[number % DOORS.length] ?? STONE;
  const left = 5 + ((number * 5) % 13);
  const parcel: Box = [left, 34 - PARCEL.high, left + PARCEL.wide, 34];
  const colourAt = (column: number, row: number): BlockColour => {
    const inside = ([l, t, r, b]: Box): boolean => column >= l && column < r && row >= t && row < b;
    if (inside(parcel)) return parcelAt(column - left, row - parcel[1]);
    if (inside([DOOR[2] - 3, 18, DOOR[2] - 2, 19])) return KNOB;
    if (inside(DOOR)) return door;
    if (inside([DOOR[0] - 1, DOOR[1] - 1, DOOR[2] + 1, DOOR[3]])) return FRAME;
    const [y, cb, cr] = row >= DOOR[3] ? STONE : wall;
    return [y + ((column * 7 + row * 13 + number) % GRAIN), cb, cr];
  };
  return blockJpeg({ ...SIZE, colourAt });
}

function parcelAt(column: number, row: number): BlockColour {
  if (row > 2 && row < 5 && column < 3 && column > 0) return LABEL;
  return column === PARCEL.wide / 2 ? TAPE : CARDBOARD;
}
