import type * as MapLibre from "maplibre-gl";
import { err, ok, type Result } from "../../../domain/result.ts";
import { type ColorScheme, colorScheme, watchColorScheme } from "../color-scheme.ts";
import { loadMapLibre } from "./load-maplibre.ts";

/** Parcels go to houses: closer there is nothing to see. */
const MAX_ZOOM = 19;

/** What the library itself says to readers, in their language. */
export interface MapWords {
  /** Names the map, for those who do not see it. */
  readonly label: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly attribution: string;
}

export interface MapOptions {
  /** Gets `data-map`: loading, ready once everything is drawn for the first time, or none. */
  readonly container: HTMLElement;
  readonly words: MapWords;
  readonly style: (scheme: ColorScheme) => MapLibre.StyleSpecification;
  readonly center: MapLibre.LngLatLike;
  readonly zoom: number;
  /** Where no sheet covers it. */
  readonly controls: "top-right" | "bottom-right";
  /** Each style begins empty: sources and layers of the page's own are added here, again after a change of theme. */
  readonly onStyle?: (map: MapLibre.Map, scheme: ColorScheme) => void;
  /** A tile that did not arrive and the like: the map goes on. */
  readonly onTrouble: (cause: unknown) => void;
}

/** A page goes on without a map and says why in words of its own. */
export type MapRefusal = { readonly tag: "no-webgl" } | { readonly tag: "not-loaded" };

export interface OpenMap {
  readonly map: MapLibre.Map;
  readonly close: () => void;
}

export async function openMap(options: MapOptions): Promise<Result<OpenMap, MapRefusal>> {
  const { container } = options;
  container.dataset["map"] = "loading";
  const opened = hasWebGl() ? await load(options) : err({ tag: "no-webgl" } as const);
  if (!opened.ok) container.dataset["map"] = "none";
  return opened;
}

async function load(options: MapOptions): Promise<Result<OpenMap, MapRefusal>> {
  let library: typeof MapLibre;
  try {
    library = await loadMapLibre();
  } catch (cause) {
    options.onTrouble(cause);
    return err({ tag: "not-loaded" });
  }
  try {
    return ok(start(library, options));
  } catch (cause) {
    // The constructor throws where the context cannot be had after all, such as with too many of them open.
    options.onTrouble(cause);
    return err({ tag: "no-webgl" });
  }
}

function start(library: typeof MapLibre, options: MapOptions): OpenMap {
  const { container, words, style, onStyle, onTrouble } = options;
  const map = new library.Map({
    container,
    style: style(colorScheme()),
    center: options.center,
    zoom: options.zoom,
    maxZoom: MAX_ZOOM,
    attributionControl: false,
    // North stays up, and what is drawn above the map stays where the map is.
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    // Who has two screens has two densities; beyond two nobody sees a difference and everything costs twice as much.
    pixelRatio: Math.min(2, devicePixelRatio),
    locale: {
      "Map.Title": words.label,
      "NavigationControl.ZoomIn": words.zoomIn,
      "NavigationControl.ZoomOut": words.zoomOut,
      "AttributionControl.ToggleAttribution": words.attribution,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), options.controls);
  map.addControl(new library.AttributionControl({ compact: true }), options.controls);
  map.on("error", ({ error }) => onTrouble(error));
  map.on("style.load", () => onStyle?.(map, colorScheme()));
  map.once("idle", () => {
    container.dataset["map"] = "ready";
  });
  // The whole style anew: a difference would keep silent about what the page has to add again.
  const unwatch = watchColorScheme((scheme) => map.setStyle(style(scheme), { diff: false }));
  return {
    map,
    close: () => {
      unwatch();
      map.remove();
      delete container.dataset["map"];
    },
  };
}

/** Asked before half a megabyte is fetched for nothing. */
function hasWebGl(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
