import { compassDeg, type LatLng } from "../../../../domain/geo.ts";
import type { ShownPoint } from "../../../../protocol/live/dispatch-down.ts";
import { toWorld, worldPerMetre, type WorldPoint } from "../mercator.ts";

/** A straight glide on the world map. Times in milliseconds of the page's own clock. */
export interface Leg {
  readonly from: WorldPoint;
  readonly to: WorldPoint;
  readonly startsAt: number;
  readonly durationMs: number;
  readonly headingDeg: number;
}

/** A report that is late by a quarter is bridged; after that the vehicle waits where it is. */
export const OVERSHOOT = 1.25;
/** Reports come each quarter of a minute, and earlier when the guess turned out wrong. */
const AHEAD_MS = 15_000;
/** Who stands still is put right before the eye has wandered on. */
const SETTLE_MS = 2_000;
/** Slower than this a direction is noise. */
const GLIDE_MPS = 1.5;
/** Farther off than any guess can be: gliding there would draw a way that nobody drove. */
const JUMP_M = 500;
/** Nobody knows how the vehicle went in a minute of silence. */
const JUMP_AFTER_MS = 60_000;

/** Shorter ways are as likely the phone's error. */
const MIN_COURSE_M = 20;

export function placeAt({ from, to, startsAt, durationMs }: Leg, now: number): WorldPoint {
  const share = durationMs === 0 ? 1 : Math.min(OVERSHOOT, Math.max(0, (now - startsAt) / durationMs));
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

export function endsAt({ startsAt, durationMs, from, to }: Leg): number {
  return from.x === to.x && from.y === to.y ? startsAt : startsAt + durationMs * OVERSHOOT;
}

/**
 * From where the vehicle is drawn to where it will be when the next report is due, by the speed and the heading of this
 * one. The trip's object reckons the same way, and reports early what would lead the map into another street.
 */
export function nextLeg(before: Leg | null, point: ShownPoint, now: number, glides: boolean): Leg {
  const here = toWorld(point);
  const headingDeg = headingOf(before, point, here);
  const moves = point.headingDeg !== null && (point.speedMps ?? 0) >= GLIDE_MPS;
  const aheadMs = Math.min(AHEAD_MS, Math.max(0, now - point.at)) + AHEAD_MS;
  const drawn = before && placeAt(before, now);
  const isLost = now - point.at > JUMP_AFTER_MS;
  if (!glides || isLost) return { from: here, to: here, startsAt: now, durationMs: 0, headingDeg };
  const to = moves ? ahead(point, headingDeg, aheadMs) : here;
  const reckoned = moves ? ahead(point, headingDeg, aheadMs - AHEAD_MS) : here;
  const jumps = !drawn || apartM(drawn, reckoned, point.lat) > JUMP_M;
  return { from: jumps ? reckoned : drawn, to, startsAt: now, durationMs: moves ? AHEAD_MS : SETTLE_MS, headingDeg };
}

function ahead(point: LatLng & Pick<ShownPoint, "speedMps">, headingDeg: number, forMs: number): WorldPoint {
  const { x, y } = toWorld(point);
  const driven = ((point.speedMps ?? 0) * forMs * worldPerMetre(point.lat)) / 1000;
  const angle = (headingDeg * Math.PI) / 180;
  return { x: x + driven * Math.sin(angle), y: y - driven * Math.cos(angle) };
}

/** The device's own; else where it went since the last one; else as it looked before. */
function headingOf(before: Leg | null, point: ShownPoint, here: WorldPoint): number {
  if (point.headingDeg !== null && (point.speedMps ?? 0) >= GLIDE_MPS) return point.headingDeg;
  if (!before) return point.headingDeg ?? 0;
  const wentM = apartM(before.from, here, point.lat);
  const isFar = wentM > MIN_COURSE_M && (point.speedMps ?? 0) >= GLIDE_MPS;
  return isFar ? compassDeg({ x: here.x - before.from.x, y: before.from.y - here.y }) : before.headingDeg;
}

function apartM(a: WorldPoint, b: WorldPoint, lat: number): number {
  return Math.hypot(a.x - b.x, a.y - b.y) / worldPerMetre(lat);
}
