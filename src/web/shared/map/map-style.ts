import { type Flavor, layers, namedFlavor } from "@protomaps/basemaps";
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";

export type MapTheme = "light" | "dark";

/** The few colours of a map on which only what is alive may shine. */
interface Palette {
  readonly land: string;
  readonly park: string;
  readonly water: string;
  readonly industry: string;
  readonly square: string;
  /** Drawn half transparent. */
  readonly building: string;
  readonly road: string;
  readonly wideRoad: string;
  readonly edge: string;
  readonly wideEdge: string;
  readonly rail: string;
  /** Words: at least 4.5:1 against the land (WCAG 1.4.3). */
  readonly label: string;
  readonly strongLabel: string;
  readonly waterLabel: string;
}

const PALETTES: Record<MapTheme, Palette> = {
  light: {
    land: "#f5f3ee",
    park: "#dfe9d6",
    water: "#cfe1e6",
    industry: "#ecebe8",
    square: "#ede9df",
    building: "#dcd6c9",
    road: "#ffffff",
    wideRoad: "#ffffff",
    edge: "#ddd7ca",
    wideEdge: "#cbc4b4",
    rail: "#c9c4b9",
    label: "#5d6873",
    strongLabel: "#3f4953",
    waterLabel: "#3f6a77",
  },
  dark: {
    land: "#171c21",
    park: "#18241f",
    water: "#0f2a33",
    industry: "#1a1f24",
    square: "#1c2227",
    building: "#252e36",
    road: "#2a343d",
    wideRoad: "#3b4752",
    edge: "#1d242a",
    wideEdge: "#12171b",
    rail: "#2c343b",
    label: "#8f9ca8",
    strongLabel: "#b5c0ca",
    waterLabel: "#74a3b2",
  },
};

/** Their layers are nothing but pictures, and we bring none: shields, arrows and shop signs are not what people look for. */
const PICTURE_LAYERS: ReadonlySet<string> = new Set(["pois", "roads_shields", "roads_oneway"]);

/** `tilesUrl` is the absolute address of the map's TileJSON; labels are shown in `lang` where the map knows it. */
export function mapStyle(theme: MapTheme, tilesUrl: string, lang: string): StyleSpecification {
  return {
    version: 8,
    // Without `glyphs` the browser's own font is drawn: no font file is fetched.
    sources: { basemap: { type: "vector", url: tilesUrl } },
    layers: layers("basemap", flavorOf(theme), { lang: baseLanguage(lang) })
      .filter(({ id }) => !PICTURE_LAYERS.has(id))
      .map(withoutPictures),
  };
}

/** The map's names are tagged `name:pt`, whatever the page's region is. */
function baseLanguage(lang: string): string {
  return lang.split("-")[0] ?? lang;
}

function withoutPictures(layer: LayerSpecification): LayerSpecification {
  if (layer.type !== "symbol" || !layer.layout) return layer;
  const { "icon-image": _, ...layout } = layer.layout;
  return { ...layer, layout };
}

function flavorOf(theme: MapTheme): Flavor {
  const palette = PALETTES[theme];
  return { ...namedFlavor(theme), ...groundColours(palette), ...roadColours(palette), ...labelColours(palette) };
}

function groundColours({ land, park, water, industry, square, building }: Palette): Partial<Flavor> {
  return {
    // Beyond the drawn world lies more land, not a sea.
    background: land,
    earth: land,
    water,
    buildings: building,
    park_a: park,
    park_b: park,
    wood_a: park,
    wood_b: park,
    scrub_a: park,
    scrub_b: park,
    zoo: park,
    hospital: industry,
    industrial: industry,
    school: industry,
    military: industry,
    aerodrome: industry,
    runway: square,
    pedestrian: square,
    sand: square,
    beach: square,
    glacier: land,
    pier: square,
    // Seen from afar only: below zoom 8 the land would otherwise turn as green as a school atlas.
    landcover: {
      barren: land,
      farmland: land,
      forest: park,
      glacier: land,
      grassland: land,
      scrub: land,
      urban_area: industry,
    },
  };
}

function roadColours({ road, wideRoad, edge, wideEdge, rail, land }: Palette): Partial<Flavor> {
  return {
    other: road,
    minor_service: road,
    minor_a: road,
    minor_b: road,
    link: wideRoad,
    major: wideRoad,
    highway: wideRoad,
    minor_service_casing: edge,
    minor_casing: edge,
    link_casing: wideEdge,
    major_casing_early: wideEdge,
    major_casing_late: wideEdge,
    highway_casing_early: wideEdge,
    highway_casing_late: wideEdge,
    tunnel_other: land,
    tunnel_minor: land,
    tunnel_link: land,
    tunnel_major: land,
    tunnel_highway: land,
    tunnel_other_casing: edge,
    tunnel_minor_casing: edge,
    tunnel_link_casing: edge,
    tunnel_major_casing: edge,
    tunnel_highway_casing: edge,
    bridges_other: road,
    bridges_minor: road,
    bridges_link: wideRoad,
    bridges_major: wideRoad,
    bridges_highway: wideRoad,
    bridges_other_casing: wideEdge,
    bridges_minor_casing: wideEdge,
    bridges_link_casing: wideEdge,
    bridges_major_casing: wideEdge,
    bridges_highway_casing: wideEdge,
    railway: rail,
    boundaries: rail,
  };
}

function labelColours({ label, strongLabel, waterLabel, land, road }: Palette): Partial<Flavor> {
  return {
    roads_label_minor: label,
    roads_label_minor_halo: road,
    roads_label_major: label,
    roads_label_major_halo: road,
    ocean_label: waterLabel,
    subplace_label: label,
    subplace_label_halo: land,
    city_label: strongLabel,
    city_label_halo: land,
    state_label: label,
    state_label_halo: land,
    country_label: label,
    address_label: label,
    address_label_halo: land,
  };
}
