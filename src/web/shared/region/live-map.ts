import type * as MapLibre from "maplibre-gl";
import { boundsOf, type Bounds } from "../../../domain/geo.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { Trip } from "../../../protocol/api/trips.ts";
import { watchColorScheme } from "../color-scheme.ts";
import type { MapRefusal, MapWords } from "../map/open-map.ts";
import { openStaffMap } from "../map/open-staff-map.ts";
import { VehicleOverlay } from "../map/overlay/vehicle-overlay.ts";
import type { RegionPicture } from "./region-picture.ts";
import { drawTrip, NO_TRIP, type ShownTrip } from "./trip-layers.ts";

/** A town, until something better is known. */
const FIRST_ZOOM = 11;
/** A street with its side streets. */
const CLOSE_ZOOM = 15;
const MARGIN_PX = 60;

export interface LiveMapOptions {
  readonly container: HTMLElement;
  /** Goes along with the chosen vehicle. */
  readonly label: HTMLElement;
  /** What to show first; where everybody is when null. */
  readonly bounds: Bounds | null;
  readonly picture: RegionPicture;
  readonly words: MapWords;
  readonly onChoose: (tripId: string | null) => void;
  /** Ends the map. */
  readonly signal: AbortSignal;
}

export interface LiveMap {
  readonly choose: (tripId: string | null) => void;
  readonly flyTo: (tripId: string) => void;
  readonly showTrip: (shown: { readonly trip: Trip | null; readonly trail: ShownTrip["trail"] }) => void;
}

export async function createLiveMap(options: LiveMapOptions): Promise<Result<LiveMap, MapRefusal>> {
  const { container, label, bounds, picture, words, onChoose, signal } = options;
  let shown: ShownTrip = NO_TRIP;
  const opened = await openStaffMap({ container, words, zoom: FIRST_ZOOM, onStyle: (map) => drawTrip(map, shown) });
  if (!opened.ok) return opened;
  const { map, close } = opened.value;
  const glides = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const overlay = new VehicleOverlay({
    map,
    now: picture.serverNow,
    glides,
    pixelRatio: Math.min(2, devicePixelRatio),
    onChosenMoved: (at) => {
      label.hidden = at === null;
      if (at) label.style.transform = `translate(${at.left}px, ${at.top}px)`;
    },
    onTrouble: reportError,
  });
  const unmove = picture.onMoved(() => overlay.show(picture.everybody()));
  const unwatch = watchColorScheme(() => overlay.repaint());
  map.on("click", ({ point }) => onChoose(overlay.vehicleAt({ left: point.x, top: point.y })));
  frame(map, bounds ?? placesOf(picture));
  overlay.show(picture.everybody());
  const end = (): void => {
    unmove();
    unwatch();
    overlay.close();
    close();
  };
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  return ok({
    choose: (tripId) => overlay.choose(tripId),
    flyTo: (tripId) => fly(map, tripId, picture, glides),
    showTrip: ({ trip, trail }) => {
      shown = { stops: trip?.stops ?? [], line: trip?.route?.line ?? null, trail };
      if (map.isStyleLoaded()) drawTrip(map, shown);
      else map.once("idle", () => drawTrip(map, shown));
    },
  });
}

function frame(map: MapLibre.Map, bounds: Bounds | null): void {
  if (!bounds) return;
  const { west, south, east, north } = bounds;
  map.fitBounds([west, south, east, north], { animate: false, padding: MARGIN_PX });
}

function placesOf(picture: RegionPicture): Bounds | null {
  const places = [...picture.everybody()].flatMap(({ point }) => point ?? []);
  return places.length === 0 ? null : boundsOf(places);
}

function fly(map: MapLibre.Map, tripId: string, picture: RegionPicture, glides: boolean): void {
  for (const { tripId: id, point } of picture.everybody()) {
    if (id !== tripId || !point) continue;
    const view = { center: point, zoom: Math.max(map.getZoom(), CLOSE_ZOOM) };
    if (glides) map.flyTo(view);
    else map.jumpTo(view);
  }
}
