import { type LatLng, roundTo } from "../domain/geo.ts";
import { encodePolyline } from "../domain/polyline.ts";
import { isStopOver } from "../domain/stop-state.ts";
import { roadM, travelSeconds } from "../domain/travel-time.ts";
import type { RoadRouter, RoadWay, TravelMode } from "../platform/routing/road-router.ts";
import type { VehicleKind } from "../protocol/driver.ts";
import { type PlannedRoute, ROUTE_LINE_MAX_CHARS } from "../protocol/live/planned-route.ts";
import type { TripStop } from "../protocol/live/trip-brief.ts";

export interface RouteDeps {
  /** Null where no routing service is configured. */
  readonly roads: RoadRouter | null;
}

export interface Journey {
  readonly stops: readonly TripStop[];
  /** Where the driver is; null before anybody knows. */
  readonly from: LatLng | null;
  readonly vehicleKind: VehicleKind | null;
}

/** The way through the open stops: along roads where a service says so, otherwise estimated and marked as such. */
export async function planRoute(
  { roads }: RouteDeps,
  { stops, from, vehicleKind }: Journey,
): Promise<PlannedRoute | undefined> {
  const open = stops.filter(({ status }) => !isStopOver(status));
  const places = [...(from ? [from] : []), ...open];
  if (open.length === 0) return undefined;
  const way = roads && places.length > 1 ? await roads.way(places, modeOf(vehicleKind)) : null;
  if (!way?.ok)
    return { source: "straight-line", fallback: way !== null, line: null, legs: legsOf(open, estimate(places)) };
  return {
    source: roads?.source ?? "straight-line",
    fallback: false,
    line: lineOf(way.value),
    legs: legsOf(open, way.value.legs),
  };
}

function estimate(places: readonly LatLng[]): RoadWay["legs"] {
  return places.slice(1).map((place, index) => {
    const metres = roadM(places[index] ?? place, place);
    return { metres, seconds: travelSeconds(metres, 1) };
  });
}

/** One leg for each stop: where nobody knows the driver's place, the way begins at the first. */
function legsOf(open: readonly TripStop[], legs: RoadWay["legs"]): PlannedRoute["legs"] {
  const skipped = open.length - legs.length;
  return open.map(({ stopId }, index) => {
    const { metres, seconds } = legs[index - skipped] ?? { metres: 0, seconds: 0 };
    return { stopId, metres: roundTo(metres, 1), seconds: roundTo(seconds, 1) };
  });
}

/** Null for one that is too long to be carried about: then lengths and times are planned, and no line is kept to. */
function lineOf({ points }: RoadWay): string | null {
  const line = encodePolyline(points);
  return line.length <= ROUTE_LINE_MAX_CHARS ? line : null;
}

function modeOf(kind: VehicleKind | null): TravelMode {
  if (kind === "bicycle" || kind === "cargo_bike") return "bicycle";
  return kind === "truck" ? "truck" : "car";
}
