import type { Viewport } from "../../protocol/live/dispatch-up.ts";

export function isInside({ south, west, north, east }: Viewport, point: { lat: number; lng: number }): boolean {
  if (point.lat < south || point.lat > north) return false;
  return west <= east ? point.lng >= west && point.lng <= east : point.lng >= west || point.lng <= east;
}
