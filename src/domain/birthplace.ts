import { distanceM, type LatLng } from "./geo.ts";

/** What the platform may be told about where an object should be born. It never moves afterwards. */
export type LocationHint = "wnam" | "enam" | "sam" | "weur" | "eeur" | "apac" | "oc" | "afr" | "me";

type Landmark = readonly [hint: LocationHint, lat: number, lng: number];

/** Where many people and data centres are. The nearest decides: borders of continents are too crooked for boxes. */
const LANDMARKS: readonly Landmark[] = [
  ["wnam", 47.6, -122.3],
  ["wnam", 37.4, -122.1],
  ["wnam", 34.1, -118.2],
  ["wnam", 33.4, -112.1],
  ["wnam", 39.7, -105],
  ["wnam", 53.5, -113.5],
  ["wnam", 61.2, -149.9],
  ["wnam", 21.3, -157.9],
  ["wnam", 32.5, -117],
  ["enam", 41.9, -87.6],
  ["enam", 39, -77.5],
  ["enam", 40.7, -74],
  ["enam", 33.7, -84.4],
  ["enam", 25.8, -80.2],
  ["enam", 32.8, -96.8],
  ["enam", 45.5, -73.6],
  ["enam", 49.9, -97.1],
  ["enam", 19.4, -99.1],
  ["enam", 14.6, -90.5],
  ["enam", 18.5, -69.9],
  ["enam", 44.6, -63.6],
  ["sam", -23.5, -46.6],
  ["sam", -34.6, -58.4],
  ["sam", -33.4, -70.7],
  ["sam", -12, -77],
  ["sam", 4.7, -74.1],
  ["sam", 10.5, -66.9],
  ["sam", -3.7, -38.5],
  ["sam", -0.2, -78.5],
  ["sam", -16.5, -68.1],
  ["sam", -3.1, -60],
  ["weur", 51.5, -0.1],
  ["weur", 48.9, 2.4],
  ["weur", 40.4, -3.7],
  ["weur", 38.7, -9.1],
  ["weur", 53.3, -6.3],
  ["weur", 50.1, 8.7],
  ["weur", 53.6, 10],
  ["weur", 52.5, 13.4],
  ["weur", 48.1, 11.6],
  ["weur", 45.5, 9.2],
  ["weur", 41.9, 12.5],
  ["weur", 55.7, 12.6],
  ["weur", 59.9, 10.8],
  ["weur", 59.3, 18.1],
  ["weur", 64.1, -21.9],
  ["eeur", 52.2, 21],
  ["eeur", 50.1, 14.4],
  ["eeur", 48.2, 16.4],
  ["eeur", 47.5, 19],
  ["eeur", 44.4, 26.1],
  ["eeur", 42.7, 23.3],
  ["eeur", 38, 23.7],
  ["eeur", 60.2, 24.9],
  ["eeur", 54.7, 25.3],
  ["eeur", 50.5, 30.5],
  ["eeur", 55.8, 37.6],
  ["eeur", 41, 29],
  ["eeur", 44.8, 20.5],
  ["apac", 1.4, 103.8],
  ["apac", 22.3, 114.2],
  ["apac", 35.7, 139.7],
  ["apac", 34.7, 135.5],
  ["apac", 37.6, 127],
  ["apac", 25, 121.5],
  ["apac", 31.2, 121.5],
  ["apac", 39.9, 116.4],
  ["apac", 14.6, 121],
  ["apac", 13.8, 100.5],
  ["apac", -6.2, 106.8],
  ["apac", 19.1, 72.9],
  ["apac", 28.6, 77.2],
  ["apac", 13.1, 80.3],
  ["apac", 23.8, 90.4],
  ["apac", 24.9, 67],
  ["apac", 43.2, 76.9],
  ["apac", 56, 92.9],
  ["apac", 43.1, 131.9],
  ["oc", -33.9, 151.2],
  ["oc", -37.8, 145],
  ["oc", -27.5, 153],
  ["oc", -31.9, 115.9],
  ["oc", -34.9, 138.6],
  ["oc", -12.5, 130.8],
  ["oc", -36.8, 174.8],
  ["oc", -43.5, 172.6],
  ["oc", -18.1, 178.4],
  ["oc", -9.4, 147.2],
  ["oc", -17.5, -149.6],
  ["afr", -26.2, 28],
  ["afr", -33.9, 18.4],
  ["afr", -1.3, 36.8],
  ["afr", 6.5, 3.4],
  ["afr", 5.6, -0.2],
  ["afr", 14.7, -17.4],
  ["afr", 33.6, -7.6],
  ["afr", 36.8, 3.1],
  ["afr", 30, 31.2],
  ["afr", 15.6, 32.5],
  ["afr", 9, 38.7],
  ["afr", -4.4, 15.3],
  ["afr", -8.8, 13.2],
  ["afr", -18.9, 47.5],
  ["afr", -20.2, 57.5],
  ["me", 25.2, 55.3],
  ["me", 24.7, 46.7],
  ["me", 21.5, 39.2],
  ["me", 32.1, 34.8],
  ["me", 31.9, 35.9],
  ["me", 33.3, 44.4],
  ["me", 35.7, 51.4],
  ["me", 29.4, 48],
  ["me", 23.6, 58.4],
  ["me", 15.4, 44.2],
  ["me", 33.5, 36.3],
];

/** Where objects for what happens at this place are born best. */
export function birthplace(place: LatLng): LocationHint {
  let nearest: { hint: LocationHint; metres: number } = { hint: "weur", metres: Number.POSITIVE_INFINITY };
  for (const [hint, lat, lng] of LANDMARKS) {
    const metres = distanceM(place, { lat, lng });
    if (metres < nearest.metres) nearest = { hint, metres };
  }
  return nearest.hint;
}

/** The middle of an area, for which only its corners are known; null without any. */
export function middleOf(corners: readonly LatLng[]): LatLng | null {
  if (corners.length === 0) return null;
  const lats = corners.map(({ lat }) => lat);
  const lngs = corners.map(({ lng }) => lng);
  return { lat: (Math.min(...lats) + Math.max(...lats)) / 2, lng: (Math.min(...lngs) + Math.max(...lngs)) / 2 };
}
