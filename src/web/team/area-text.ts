import type { LatLng } from "../../domain/geo.ts";

/** Nobody draws a border more exactly than to a metre. */
const DECIMALS = 5;
/** Two numbers with whatever people and spreadsheets put between. */
const CORNER = /^(-?\d{1,3}(?:\.\d+)?)[\s,;]+(-?\d{1,3}(?:\.\d+)?)$/;
const CORNERS_MIN = 3;

/** A line for each corner: latitude, then longitude. */
export function areaText(corners: readonly LatLng[]): string {
  return corners.map(({ lat, lng }) => `${rounded(lat)}, ${rounded(lng)}`).join("\n");
}

/** Those that can be read: what is half typed is drawn without its end. */
export function readCorners(text: string): LatLng[] {
  return linesOf(text).flatMap((line) => cornerOf(line) ?? []);
}

/** Every line is a place on earth, and there are enough for an area. What else is wrong with it, the server says. */
export function isArea(text: string): boolean {
  const lines = linesOf(text);
  return lines.length >= CORNERS_MIN && lines.every((line) => cornerOf(line) !== null);
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function cornerOf(line: string): LatLng | null {
  const [, first, second] = CORNER.exec(line) ?? [];
  const [lat, lng] = [Number(first), Number(second)];
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lat, lng } : null;
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(DECIMALS));
}
