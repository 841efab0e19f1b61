import type * as MapLibre from "maplibre-gl";
import type { Bounds, LatLng } from "../../domain/geo.ts";
import { ok, type Result } from "../../domain/result.ts";
import { colorScheme } from "../shared/color-scheme.ts";
import { LAYER_COLOURS } from "../shared/map/layer-colours.ts";
import type { MapRefusal, MapWords } from "../shared/map/open-map.ts";
import { openStaffMap } from "../shared/map/open-staff-map.ts";
import { putFeatures } from "../shared/map/put-features.ts";
import { basemap } from "./team-api.ts";

/** A town, where nothing says more. */
const FIRST_ZOOM = 10;
const MARGIN_PX = 30;
/** Beside the buttons of the map. */
const MARGIN_RIGHT_PX = 80;
const PADDING = { top: MARGIN_PX, bottom: MARGIN_PX, left: MARGIN_PX, right: MARGIN_RIGHT_PX };
/** Of the visible map on each side: its edges stay in sight. */
const FRAME_INSET = 0.1;
const AREA = "service-area";
const CORNERS = "service-area-corners";

export interface AreaMapOptions {
  readonly container: HTMLElement;
  readonly words: MapWords;
  readonly start: Bounds | null;
  /** Somebody has pointed at a place. */
  readonly onCorner: (corner: LatLng) => void;
  /** Ends the map. */
  readonly signal: AbortSignal;
}

export interface AreaMap {
  readonly show: (corners: readonly LatLng[]) => void;
  /** A little less than what the map shows now, corner by corner. */
  readonly frame: () => LatLng[];
}

export async function openAreaMap(options: AreaMapOptions): Promise<Result<AreaMap, MapRefusal>> {
  const { container, words, onCorner, signal } = options;
  let shown: readonly LatLng[] = [];
  const opened = await openStaffMap({ container, words, zoom: FIRST_ZOOM, onStyle: (map) => draw(map, shown) });
  if (!opened.ok) return opened;
  const { map, close } = opened.value;
  const start = options.start ?? (await wholeMap());
  if (start) map.fitBounds([start.west, start.south, start.east, start.north], { animate: false, padding: PADDING });
  map.on("click", ({ lngLat }) => onCorner(lngLat.wrap()));
  if (signal.aborted) close();
  else signal.addEventListener("abort", close, { once: true });
  return ok({
    show: (corners) => {
      shown = corners;
      if (map.isStyleLoaded()) draw(map, shown);
      else map.once("idle", () => draw(map, shown));
    },
    frame: () => frameOf(map.getBounds()),
  });
}

/** Where a tenant without regions begins. */
async function wholeMap(): Promise<Bounds | null> {
  const tiles = await basemap();
  if (!tiles.ok) return null;
  const [west, south, east, north] = tiles.value.bounds;
  return { west, south, east, north };
}

function frameOf(seen: MapLibre.LngLatBounds): LatLng[] {
  const inLat = (seen.getNorth() - seen.getSouth()) * FRAME_INSET;
  const inLng = (seen.getEast() - seen.getWest()) * FRAME_INSET;
  const [south, north] = [seen.getSouth() + inLat, seen.getNorth() - inLat];
  const [west, east] = [seen.getWest() + inLng, seen.getEast() - inLng];
  return [
    { lat: south, lng: west },
    { lat: south, lng: east },
    { lat: north, lng: east },
    { lat: north, lng: west },
  ];
}

/** Adds what is missing and fills it: a style that was just loaded has nothing of ours. */
function draw(map: MapLibre.Map, corners: readonly LatLng[]): void {
  const places = corners.map(({ lat, lng }) => [lng, lat]);
  const ring = [...places, ...places.slice(0, 1)];
  putFeatures(map, AREA, [{ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } }]);
  putFeatures(
    map,
    CORNERS,
    places.map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } })),
  );
  if (map.getLayer(AREA)) return;
  const { accent, surface } = LAYER_COLOURS[colorScheme()];
  map.addLayer({ id: AREA, source: AREA, type: "fill", paint: { "fill-color": accent, "fill-opacity": 0.18 } });
  map.addLayer({ id: `${AREA}-edge`, source: AREA, type: "line", paint: { "line-color": accent, "line-width": 3 } });
  map.addLayer({
    id: CORNERS,
    source: CORNERS,
    type: "circle",
    paint: { "circle-radius": 6, "circle-color": surface, "circle-stroke-color": accent, "circle-stroke-width": 3 },
  });
}
