import type { LatLng } from "../../../domain/geo.ts";

/** A place on the flat world map: 0..1 from the west and from the north, as every tile scheme has it. */
export interface WorldPoint {
  readonly x: number;
  readonly y: number;
}

/** What a map that is never turned shows. `width` and `height` in CSS pixels. */
export interface Scene {
  readonly center: WorldPoint;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

export interface ScreenPoint {
  readonly left: number;
  readonly top: number;
}

/** The whole world at zoom 0. */
const WORLD_PX = 512;
const EQUATOR_M = 40_075_016.686;
const RADIANS = Math.PI / 180;
/** There the square world ends. */
const LATITUDE_MAX = 85.051129;

export function toWorld({ lat, lng }: LatLng): WorldPoint {
  const bounded = Math.min(LATITUDE_MAX, Math.max(-LATITUDE_MAX, lat));
  const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + (bounded * RADIANS) / 2)) / (2 * Math.PI);
  return { x: lng / 360 + 0.5, y };
}

/** How far a metre is on the world map, at a place. */
export function worldPerMetre(lat: number): number {
  return 1 / (EQUATOR_M * Math.cos(lat * RADIANS));
}

/** CSS pixels for one width of the world. */
export function worldPx(zoom: number): number {
  return WORLD_PX * 2 ** zoom;
}

export function toScreen(point: WorldPoint, { center, zoom, width, height }: Scene): ScreenPoint {
  const px = worldPx(zoom);
  return { left: (point.x - center.x) * px + width / 2, top: (point.y - center.y) * px + height / 2 };
}

export function fromScreen({ left, top }: ScreenPoint, { center, zoom, width, height }: Scene): WorldPoint {
  const px = worldPx(zoom);
  return { x: center.x + (left - width / 2) / px, y: center.y + (top - height / 2) / px };
}
