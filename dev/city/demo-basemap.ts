import type { CitySpec } from "./city-spec.ts";
import { boxOf, CITY_MAX_ZOOM, cityTiles } from "./city-tiles.ts";
import { makeCity } from "./make-city.ts";
import type { Box } from "./mercator.ts";
import { writePmtiles } from "./pmtiles-writer.ts";

/** The layers that a tile may have, as TileJSON wants them named. */
const LAYERS = ["earth", "water", "landuse", "roads", "buildings", "places"];

/** One archive with all of these cities. */
export function demoBasemap(specs: readonly CitySpec[]): Uint8Array {
  const cities = specs.map(makeCity);
  return writePmtiles(cityTiles(cities), {
    box: cities.map(boxOf).reduce(around),
    minZoom: 0,
    maxZoom: CITY_MAX_ZOOM,
    metadata: {
      name: "Doorstep demo cities",
      attribution: "Invented streets",
      vector_layers: LAYERS.map((id) => ({ id, fields: {} })),
    },
  });
}

function around(one: Box, other: Box): Box {
  return [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.max(one[2], other[2]),
    Math.max(one[3], other[3]),
  ];
}
