import type { LatLng } from "./geo.ts";
import { err, ok } from "./result.ts";
import type { Result } from "./result.ts";

/** Decimals. Five are 1.1 m: what map services speak, and finer than a phone measures; some send six. */
export type Precision = 5 | 6;
const STEPS_PER_DEGREE: Record<Precision, number> = { 5: 1e5, 6: 1e6 };
const FIRST_CHAR = 63;
const GROUP_BITS = 5;
const GROUP_MASK = 31;
const MORE_FOLLOWS = 32;
/** 360° in steps of six decimals need 30 bits with the sign: six groups of five. */
const MAX_GROUPS = 6;

export type PolylineBroken = { readonly tag: "polyline-broken"; readonly position: number };

/** Google's encoded polyline format, five decimals. */
export function encodePolyline(points: readonly LatLng[]): string {
  let text = "";
  let [lat, lng] = [0, 0];
  for (const point of points) {
    const [nextLat, nextLng] = [toSteps(point.lat), toSteps(point.lng)];
    text += encodeNumber(nextLat - lat) + encodeNumber(nextLng - lng);
    [lat, lng] = [nextLat, nextLng];
  }
  return text;
}

export function decodePolyline(text: string, precision: Precision = 5): Result<LatLng[], PolylineBroken> {
  const points: LatLng[] = [];
  const steps = STEPS_PER_DEGREE[precision];
  let [lat, lng, position] = [0, 0, 0];
  while (position < text.length) {
    const north = decodeNumber(text, position);
    const east = north && decodeNumber(text, north.end);
    if (!north || !east) return err({ tag: "polyline-broken", position });
    lat += north.value;
    lng += east.value;
    position = east.end;
    points.push({ lat: lat / steps, lng: lng / steps });
  }
  return ok(points);
}

function toSteps(degrees: number): number {
  return Math.round(degrees * STEPS_PER_DEGREE[5]);
}

function encodeNumber(value: number): string {
  let rest = value < 0 ? ~(value << 1) : value << 1;
  let text = "";
  while (rest >= MORE_FOLLOWS) {
    text += String.fromCharCode((MORE_FOLLOWS | (rest & GROUP_MASK)) + FIRST_CHAR);
    rest >>= GROUP_BITS;
  }
  return text + String.fromCharCode(rest + FIRST_CHAR);
}

function decodeNumber(text: string, start: number): { value: number; end: number } | null {
  let bits = 0;
  for (let group = 0; group < MAX_GROUPS; group++) {
    const chunk = text.charCodeAt(start + group) - FIRST_CHAR;
    // Past the end charCodeAt gives NaN, which fails this too.
    if (!(chunk >= 0 && chunk < 2 * MORE_FOLLOWS)) return null;
    bits |= (chunk & GROUP_MASK) << (group * GROUP_BITS);
    if (chunk < MORE_FOLLOWS) return { value: bits & 1 ? ~(bits >> 1) : bits >> 1, end: start + group + 1 };
  }
  return null;
}
