/** A square of the web map: `2^z` of them side by side span the world, counted from the north-west. */
export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/**
 * The number of a tile in a PMTiles archive, a safe integer up to zoom 25. Zoom by zoom, and within one along a Hilbert curve, which never jumps: neighbours on the map are mostly neighbours in
 * the file.
 */
export function tileId({ z, x, y }: TileAddress): number {
  let id = 0;
  for (let zoom = 0; zoom < z; zoom++) id += 4 ** zoom;
  let [left, top] = [x, y];
  for (let side = 2 ** z / 2; side >= 1; side /= 2) {
    const [east, south] = [(left & side) > 0 ? 1 : 0, (top & side) > 0 ? 1 : 0];
    id += side * side * ((3 * east) ^ south);
    // The curve enters each quarter turned, so that it can leave into the next one.
    if (south === 0) {
      if (east === 1) [left, top] = [side - 1 - left, side - 1 - top];
      [left, top] = [top, left];
    }
  }
  return id;
}
