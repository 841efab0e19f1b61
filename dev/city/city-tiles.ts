import { GeoJSONVT, type GeoJSONVTTile } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import type { TileAddress } from "../../src/domain/tiles/tile-id.ts";
import { basemapFeatures, type LayerName, type MapFeature } from "./basemap-features.ts";
import type { City } from "./make-city.ts";
import { type Box, tilesOf } from "./mercator.ts";
import { toLonLat } from "./terrain.ts";

export interface Tile {
  readonly address: TileAddress;
  readonly bytes: Uint8Array;
}

/** What the browser stretches for closer views: a zoom more would double the archive for corners nobody sees. */
export const CITY_MAX_ZOOM = 14;
const EXTENT = 4_096;
const VERSION = 2;
/** As wide as the widest road is drawn, so that it is not cut off at a tile's edge. */
const BUFFER = 80;
/** In 4096ths of a tile: a third of a pixel on the screen. */
const TOLERANCE = 2.5;
/** Beside the city lies a little land and river. */
const AROUND = 1;
const AROUND_FROM_ZOOM = 8;

/** Every tile of the given cities that shows anything. */
export function* cityTiles(cities: readonly City[]): Generator<Tile> {
  const slicers = slicersOf(cities.flatMap(basemapFeatures));
  const seen = new Set<string>();
  for (let z = 0; z <= CITY_MAX_ZOOM; z++)
    for (const address of cities.flatMap((city) => tilesOf(boxOf(city), z, z < AROUND_FROM_ZOOM ? 0 : AROUND))) {
      const key = `${address.x} ${address.y} ${z}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const bytes = drawTile(slicers, address);
      if (bytes) yield { address, bytes };
    }
}

/** From the south-western to the north-eastern end of what was built. */
export function boxOf({ plan: { terrain } }: City): Box {
  const { frame, halfWidth, halfHeight } = terrain;
  const [west, south] = toLonLat(frame, { x: -halfWidth, y: -halfHeight });
  const [east, north] = toLonLat(frame, { x: halfWidth, y: halfHeight });
  return [west, south, east, north];
}

interface Slicer {
  readonly layer: LayerName;
  readonly minZoom: number;
  readonly index: GeoJSONVT;
}

/** One for each layer and first zoom: slicing is all that tells features of different zooms apart. */
function slicersOf(all: readonly MapFeature[]): Slicer[] {
  const groups = Map.groupBy(all, ({ layer, minZoom }) => `${layer} ${minZoom}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const features = group.map(({ feature }) => feature);
    const options = { maxZoom: CITY_MAX_ZOOM, extent: EXTENT, buffer: BUFFER, tolerance: TOLERANCE };
    const index = new GeoJSONVT({ type: "FeatureCollection", features }, options);
    return [{ layer: first.layer, minZoom: first.minZoom, index }];
  });
}

function drawTile(slicers: readonly Slicer[], { z, x, y }: TileAddress): Uint8Array | undefined {
  const layers: Record<string, GeoJSONVTTile> = {};
  for (const { layer, minZoom, index } of slicers) {
    const slice = z >= minZoom ? index.getTile(z, x, y) : undefined;
    if (!slice || slice.features.length === 0) continue;
    layers[layer] = { ...slice, features: [...(layers[layer]?.features ?? []), ...slice.features] };
  }
  return Object.keys(layers).length > 0 ? fromGeojsonVt(layers, { version: VERSION, extent: EXTENT }) : undefined;
}
