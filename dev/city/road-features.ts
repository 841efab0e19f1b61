import type { MapFeature } from "./basemap-features.ts";
import type { StreetPiece } from "./city-streets.ts";
import type { City } from "./make-city.ts";
import { pointOf } from "./road-graph.ts";
import type { RoadClass } from "./road-class.ts";

interface Look {
  readonly kind: string;
  readonly detail: string;
  readonly minZoom: number;
}

/** The Protomaps schema's words, and the first zoom at which such a road is wide enough to be seen. */
const LOOKS: Record<RoadClass, Look> = {
  highway: { kind: "highway", detail: "trunk", minZoom: 7 },
  primary: { kind: "major_road", detail: "primary", minZoom: 9 },
  secondary: { kind: "major_road", detail: "secondary", minZoom: 11 },
  residential: { kind: "minor_road", detail: "residential", minZoom: 12 },
};

/** The pieces of the road graph, strung together where one line can show them. */
export function roadFeatures(city: City): MapFeature[] {
  return strings(city.plan.streets.pieces).flatMap((pieces) => {
    const [first] = pieces;
    const street = first && city.plan.streets.streets[first.street];
    if (!first || !street) return [];
    const look = LOOKS[street.roadClass];
    const coordinates = [first.from, ...pieces.map(({ to }) => to)].map((node) => [...pointOf(city.graph, node)]);
    const properties = {
      kind: look.kind,
      kind_detail: look.detail,
      name: street.name,
      min_zoom: look.minZoom,
      ...(first.isBridge && { is_bridge: true }),
      ...(first.oneWay && { oneway: "yes" }),
    };
    const geometry = { type: "LineString" as const, coordinates };
    return [
      { layer: "roads" as const, minZoom: look.minZoom, feature: { type: "Feature" as const, properties, geometry } },
    ];
  });
}

function strings(pieces: readonly StreetPiece[]): StreetPiece[][] {
  const all: StreetPiece[][] = [];
  for (const piece of pieces) {
    const last = all.at(-1)?.at(-1);
    if (last && goesOn(last, piece)) all.at(-1)?.push(piece);
    else all.push([piece]);
  }
  return all;
}

function goesOn(last: StreetPiece, next: StreetPiece): boolean {
  const isSame = last.street === next.street && last.isBridge === next.isBridge && last.oneWay === next.oneWay;
  return isSame && last.to === next.from;
}
