import type { TileAddress } from "../../src/domain/tiles/tile-id.ts";
import type { LonLat } from "./city-spec.ts";

/** West, south, east, north. */
export type Box = readonly [west: number, south: number, east: number, north: number];

const RADIANS = Math.PI / 180;

/** Every tile of a zoom that a box touches, and `around` more on each side. */
export function tilesOf([west, south, east, north]: Box, z: number, around: number): TileAddress[] {
  const [left, top] = tileAt([west, north], z);
  const [right, bottom] = tileAt([east, south], z);
  const last = 2 ** z - 1;
  const tiles: TileAddress[] = [];
  for (let x = Math.max(0, left - around); x <= Math.min(last, right + around); x++)
    for (let y = Math.max(0, top - around); y <= Math.min(last, bottom + around); y++) tiles.push({ z, x, y });
  return tiles;
}

function tileAt([lon, lat]: LonLat, z: number): [x: number, y: number] {
  const side = 2 ** z;
  const x = ((lon + 180) / 360) * side;
  const y = ((1 - Math.asinh(Math.tan(lat * RADIANS)) / Math.PI) / 2) * side;
  return [Math.floor(x), Math.floor(y)];
}
