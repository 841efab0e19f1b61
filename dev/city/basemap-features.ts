import type { Metres } from "../../src/domain/geo.ts";
import type { City } from "./make-city.ts";
import { neighbourhoods } from "./place-names.ts";
import type { Ring } from "./ring.ts";
import { roadFeatures } from "./road-features.ts";
import { alongRiver, type Terrain, toLonLat } from "./terrain.ts";

/** What a style written for Protomaps' tiles looks for. */
export type LayerName = "earth" | "water" | "landuse" | "roads" | "buildings" | "places";

export interface MapFeature {
  readonly layer: LayerName;
  /** The first zoom at which it is worth its bytes. */
  readonly minZoom: number;
  readonly feature: { readonly type: "Feature"; readonly properties: Tags; readonly geometry: Geometry };
}

type Tags = Record<string, string | number | boolean>;
type Geometry =
  | { type: "Point"; coordinates: number[] }
  | { type: "LineString"; coordinates: number[][] }
  | { type: "Polygon"; coordinates: number[][][] };

/** Land far beyond the city, so that no tile of it shows an edge of the world. */
const LAND_M = 60_000;
const RIVER_REACH_M = 40_000;
const RIVER_ZOOM = 8;
const OPEN_GROUND_ZOOM = 10;
const CITY_ZOOM = 6;
/** Rank of a city of half a million in the Protomaps schema: shown larger than towns. */
const CITY_RANK = 11;
const NEIGHBOURHOOD_ZOOM = 11;
/** Blocks of the centre are larger than a pixel one zoom before houses are. */
const BUILDING_ZOOM = { large: 13, any: 14 };
const LARGE_M2 = 480;

/** Everything that is drawn of a city. */
export function basemapFeatures(city: City): MapFeature[] {
  const { terrain } = city.plan;
  const area = (layer: LayerName, minZoom: number, tags: Tags, ring: Ring): MapFeature => ({
    layer,
    minZoom,
    feature: {
      type: "Feature",
      properties: tags,
      geometry: { type: "Polygon", coordinates: [closedLine(terrain, ring)] },
    },
  });
  const spot = (minZoom: number, tags: Tags, place: Metres): MapFeature => ({
    layer: "places",
    minZoom,
    feature: {
      type: "Feature",
      properties: tags,
      geometry: { type: "Point", coordinates: [...toLonLat(terrain.frame, place)] },
    },
  });
  const park = (ring: Ring) => area("landuse", OPEN_GROUND_ZOOM, { kind: "park" }, ring);
  return [
    area("earth", 0, { kind: "earth" }, square(LAND_M)),
    ...terrain.woods.map(({ ring }) => area("landuse", OPEN_GROUND_ZOOM, { kind: "wood" }, ring)),
    ...terrain.parks.map(({ ring }) => park(ring)),
    area("landuse", BUILDING_ZOOM.large, { kind: "pedestrian" }, terrain.market.ring),
    area("water", RIVER_ZOOM, { kind: "water" }, riverRing(terrain)),
    ...[terrain.lake, ...terrain.docks].map(({ ring }) => area("water", OPEN_GROUND_ZOOM, { kind: "water" }, ring)),
    riverName(city),
    ...roadFeatures(city),
    ...city.plan.lots.map(({ building, heightM }) =>
      area("buildings", buildingZoom(building), { kind: "building", height: Math.round(heightM) }, building),
    ),
    spot(CITY_ZOOM, cityTags(city), { x: 0, y: terrain.oldTown.north }),
    ...neighbourhoods(terrain).map(({ name, place }) =>
      spot(NEIGHBOURHOOD_ZOOM, { kind: "neighbourhood", name, min_zoom: NEIGHBOURHOOD_ZOOM }, place),
    ),
  ];
}

function cityTags({ name }: City): Tags {
  return { kind: "locality", kind_detail: "city", name, population_rank: CITY_RANK, min_zoom: CITY_ZOOM };
}

function riverName({ name, plan: { terrain } }: City): MapFeature {
  const line = alongRiver(terrain.river, 0, -terrain.halfWidth, terrain.halfWidth);
  const coordinates = line.map((place) => [...toLonLat(terrain.frame, place)]);
  const properties = { kind: "river", name: `${name} River` };
  return {
    layer: "water",
    minZoom: OPEN_GROUND_ZOOM,
    feature: { type: "Feature", properties, geometry: { type: "LineString", coordinates } },
  };
}

function riverRing({ river }: Terrain): Ring {
  const bank = (asideM: number) => alongRiver(river, asideM, -RIVER_REACH_M, RIVER_REACH_M);
  return [...bank(river.widthM / 2), ...bank(-river.widthM / 2).toReversed()];
}

function buildingZoom([a, b, , d]: Ring): number {
  const areaM2 = a && b && d ? Math.abs((b.x - a.x) * (d.y - a.y) - (b.y - a.y) * (d.x - a.x)) : 0;
  return areaM2 >= LARGE_M2 ? BUILDING_ZOOM.large : BUILDING_ZOOM.any;
}

function square(halfM: number): Ring {
  return [
    { x: -halfM, y: -halfM },
    { x: halfM, y: -halfM },
    { x: halfM, y: halfM },
    { x: -halfM, y: halfM },
  ];
}

function closedLine({ frame }: Terrain, ring: Ring): number[][] {
  return [...ring, ...ring.slice(0, 1)].map((place) => [...toLonLat(frame, place)]);
}
