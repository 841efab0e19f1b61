import type * as MapLibre from "maplibre-gl";

export interface MapFeature {
  readonly type: "Feature";
  readonly properties: Record<string, string | boolean>;
  readonly geometry:
    | { type: "LineString"; coordinates: number[][] }
    | { type: "Polygon"; coordinates: number[][][] }
    | { type: "Point"; coordinates: number[] };
}

/** Fills a source, which a style that was just loaded does not have yet. */
export function putFeatures(map: MapLibre.Map, id: string, features: MapFeature[]): void {
  const data = { type: "FeatureCollection" as const, features };
  const source = map.getSource<MapLibre.GeoJSONSource>(id);
  if (source) source.setData(data).catch(reportError);
  else map.addSource(id, { type: "geojson", data });
}
