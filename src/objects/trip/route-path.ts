import { measurePath, type MeasuredPath } from "../../domain/path.ts";
import { decodePolyline } from "../../domain/polyline.ts";
import type { PlannedLegs } from "../../domain/trip-plan.ts";
import type { PlannedRoute } from "../../protocol/live/planned-route.ts";

/** The last line that was measured: a stop's new status changes the brief and leaves the line as it is. */
export class RoutePath {
  #line: string | null = null;
  #path: MeasuredPath | null = null;

  of(route: PlannedRoute | undefined): MeasuredPath | null {
    const line = route?.line ?? null;
    if (line !== this.#line) {
      this.#line = line;
      this.#path = line === null ? null : measure(line);
    }
    return this.#path;
  }
}

export function legsOf(route: PlannedRoute | undefined): PlannedLegs | null {
  return route ? new Map(route.legs.map(({ stopId, metres, seconds }) => [stopId, { metres, seconds }])) : null;
}

/** Throws on what no service of ours wrote. */
function measure(line: string): MeasuredPath {
  const points = decodePolyline(line);
  if (!points.ok) throw new Error("the line of a trip's route is damaged");
  return measurePath(points.value);
}
