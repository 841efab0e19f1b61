/** A place on earth, in degrees. */
export interface LatLng {
  readonly lat: number;
  readonly lng: number;
}

/** A place on a flat map around some origin: metres east and north of it. */
export interface Metres {
  readonly x: number;
  readonly y: number;
}

/** A flat map around its origin. One city fits: 50 km away it is off by less than one percent up to 60° of latitude. */
export interface LocalFrame extends LatLng {
  readonly metresPerLng: number;
}

/** Longitudes may pass 180 here, so that a box around Fiji is a box and not a belt around the earth. */
export interface Bounds {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

const EARTH_RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;
export const METRES_PER_LAT = EARTH_RADIUS_M * RADIANS;
/** The flat formula is off by less than 0.1 % up to half a degree (55 km) and 70° of latitude, and costs a third. */
const FLAT_REACH_DEG = 0.5;
const FLAT_LATITUDE_DEG = 70;
/** At the poles a degree of longitude has no length, and nothing may be divided by it. */
const MIN_COSINE = 1e-6;

/** The shorter way round between two longitudes, in -180..180. */
export function lngBetween(from: number, to: number): number {
  const difference = to - from;
  if (difference > 180) return difference - 360;
  return difference < -180 ? difference + 360 : difference;
}

export function distanceM(from: LatLng, to: LatLng): number {
  const north = to.lat - from.lat;
  const east = lngBetween(from.lng, to.lng);
  const isNear = Math.abs(north) < FLAT_REACH_DEG && Math.abs(east) < FLAT_REACH_DEG;
  if (!isNear || Math.abs(from.lat) > FLAT_LATITUDE_DEG) return haversineM(from, to);
  const cosine = Math.cos(((from.lat + to.lat) / 2) * RADIANS);
  return METRES_PER_LAT * lengthM(north, east * cosine);
}

export function haversineM(from: LatLng, to: LatLng): number {
  const north = Math.sin(((to.lat - from.lat) * RADIANS) / 2);
  const east = Math.sin((lngBetween(from.lng, to.lng) * RADIANS) / 2);
  const chord = north * north + Math.cos(from.lat * RADIANS) * Math.cos(to.lat * RADIANS) * east * east;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(Math.min(1, chord)));
}

/** Math.hypot guards against overflow that metres never meet, and costs ten times as much. */
export function lengthM(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

/** Clockwise from north, 0 up to but not 360. */
export function bearingDeg(from: LatLng, to: LatLng): number {
  const east = lngBetween(from.lng, to.lng) * RADIANS;
  const [a, b] = [from.lat * RADIANS, to.lat * RADIANS];
  const x = Math.sin(east) * Math.cos(b);
  const y = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(east);
  return compassDeg({ x, y });
}

/** The direction of a step on a flat map, clockwise from north. */
export function compassDeg({ x, y }: Metres): number {
  const degrees = Math.atan2(x, y) / RADIANS;
  return degrees < 0 ? (degrees + 360) % 360 : degrees;
}

export function localFrame({ lat, lng }: LatLng): LocalFrame {
  return { lat, lng, metresPerLng: METRES_PER_LAT * Math.max(MIN_COSINE, Math.cos(lat * RADIANS)) };
}

export function toLocal(frame: LocalFrame, place: LatLng): Metres {
  return { x: lngBetween(frame.lng, place.lng) * frame.metresPerLng, y: (place.lat - frame.lat) * METRES_PER_LAT };
}

export function fromLocal(frame: LocalFrame, { x, y }: Metres): LatLng {
  const lng = frame.lng + x / frame.metresPerLng;
  return { lat: frame.lat + y / METRES_PER_LAT, lng: lngBetween(0, lng) };
}

/** Around all places, none of which may be more than half the earth away from the first. */
export function boundsOf(places: readonly LatLng[]): Bounds {
  const first = places[0] ?? { lat: 0, lng: 0 };
  let { lat: south, lat: north, lng: west, lng: east } = first;
  for (const place of places) {
    const lng = first.lng + lngBetween(first.lng, place.lng);
    south = Math.min(south, place.lat);
    north = Math.max(north, place.lat);
    west = Math.min(west, lng);
    east = Math.max(east, lng);
  }
  return { south, west, north, east };
}

export function growBounds(bounds: Bounds, byM: number): Bounds {
  const lat = byM / METRES_PER_LAT;
  const widest = Math.max(Math.abs(bounds.south), Math.abs(bounds.north));
  const lng = byM / localFrame({ lat: Math.min(90, widest), lng: 0 }).metresPerLng;
  return {
    south: bounds.south - lat,
    west: bounds.west - Math.min(180, lng),
    north: bounds.north + lat,
    east: bounds.east + Math.min(180, lng),
  };
}

/** Rounded to `perUnit` parts of one: keeps stored numbers short. Never -0, which JSON would turn into 0. */
export function roundTo(value: number, perUnit: number): number {
  return Math.round(value * perUnit) / perUnit + 0;
}
