import type * as MapLibre from "maplibre-gl";
import type { LatLng } from "../../../domain/geo.ts";
import { decodePolyline } from "../../../domain/polyline.ts";
import type { TripStop } from "../../../protocol/live/trip-brief.ts";
import { colorScheme } from "../color-scheme.ts";
import { LAYER_COLOURS } from "../map/layer-colours.ts";
import { type MapFeature, putFeatures } from "../map/put-features.ts";

/** What the map shows of one trip: where it was, where it is meant to go, and its stops. */
export interface ShownTrip {
  readonly trail: readonly LatLng[];
  readonly line: string | null;
  readonly stops: readonly TripStop[];
}

export const NO_TRIP: ShownTrip = { trail: [], line: null, stops: [] };

const TRAIL = "trip-trail";
const PLAN = "trip-plan";
const STOPS = "trip-stops";
const OVER: ReadonlySet<string> = new Set(["done", "failed", "skipped"]);

/** Adds what is missing and fills it: a style that was just loaded has nothing of ours. */
export function drawTrip(map: MapLibre.Map, { trail, line, stops }: ShownTrip): void {
  const planned = line === null ? null : decodePolyline(line);
  putFeatures(map, PLAN, [lineOf(planned?.ok ? planned.value : [])]);
  putFeatures(map, TRAIL, [lineOf(trail)]);
  putFeatures(map, STOPS, stops.map(pointOf));
  addLayers(map);
}

function addLayers(map: MapLibre.Map): void {
  if (map.getLayer(STOPS)) return;
  const { accent, muted, surface, ink } = LAYER_COLOURS[colorScheme()];
  const round = { "line-cap": "round", "line-join": "round" } as const;
  map.addLayer({
    id: PLAN,
    source: PLAN,
    type: "line",
    layout: round,
    paint: { "line-color": muted, "line-width": 3, "line-dasharray": [0.5, 2] },
  });
  map.addLayer({
    id: TRAIL,
    source: TRAIL,
    type: "line",
    layout: round,
    paint: { "line-color": accent, "line-width": 4, "line-opacity": 0.55 },
  });
  map.addLayer({
    id: STOPS,
    source: STOPS,
    type: "circle",
    paint: {
      "circle-radius": 10,
      "circle-color": ["case", ["get", "over"], muted, surface],
      "circle-stroke-color": ["case", ["get", "over"], muted, ink],
      "circle-stroke-width": 2,
    },
  });
  map.addLayer({
    id: `${STOPS}-numbers`,
    source: STOPS,
    type: "symbol",
    layout: {
      "text-field": ["get", "number"],
      "text-size": 12,
      "text-allow-overlap": true,
      "text-font": ["sans-serif"],
    },
    paint: { "text-color": ["case", ["get", "over"], surface, ink] },
  });
}

function lineOf(places: readonly LatLng[]): MapFeature {
  const coordinates = places.map(({ lat, lng }) => [lng, lat]);
  return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } };
}

function pointOf({ lat, lng, status }: TripStop, index: number): MapFeature {
  const properties = { number: String(index + 1), over: OVER.has(status) };
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [lng, lat] } };
}
