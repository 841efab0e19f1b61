import { compassDeg, fromLocal, lengthM, localFrame, roundTo, toLocal } from "./geo.ts";
import type { LatLng } from "./geo.ts";
import { holdStill } from "./stationary-hold.ts";
import type { Rest } from "./stationary-hold.ts";
import { UNKNOWN_ACCURACY_M } from "./teleport.ts";

const SECOND_MS = 1000;
/** Acceleration noise in m²/s³: of the values tried on recorded tracks this one halves the error (26 m to 14 m). */
const ACCELERATION_NOISE = 0.5;
/** Phones claim 3 m in the open and are wrong by more. */
const BEST_ACCURACY_M = 5;
/** Nothing is known of a first speed: ±10 m/s is town traffic. */
const FIRST_SPEED_VARIANCE = 100;
/** After a minute in the dark the old speed says nothing. */
const FORGET_MS = 60 * SECOND_MS;
/** So far off the forecast is a new place that was believed only after three fixes, not noise. */
const NEW_PLACE_M = 500;
/** Keeps the flat map's error below a tenth of a percent. */
const FRAME_REACH_M = 5000;
/** Slower than this a direction is noise. */
const HEADING_SPEED_MPS = 1;

export interface Sample extends LatLng {
  readonly accuracyM: number | null;
  readonly speedMps: number | null;
  readonly headingDeg: number | null;
  readonly at: number;
}

/**
 * Two filters of position and speed, east and north. Both see the same noise, so they share one covariance (`p…`).
 * `x` and `y` are metres from the origin.
 */
export interface Smoothing {
  readonly origin: LatLng;
  readonly x: number;
  readonly y: number;
  readonly vx: number;
  readonly vy: number;
  readonly pp: number;
  readonly pv: number;
  readonly vv: number;
  readonly at: number;
  readonly headingDeg: number | null;
  readonly rest: Rest | null;
}

export interface SmoothPlace extends LatLng {
  readonly accuracyM: number;
  readonly speedMps: number;
  readonly headingDeg: number | null;
  readonly held: boolean;
  readonly at: number;
}

/** Expects samples that were judged good: a teleport would drag the filter along for minutes. */
export function smooth(before: Smoothing | null, sample: Sample): { state: Smoothing; place: SmoothPlace } {
  const accuracyM = Math.max(BEST_ACCURACY_M, sample.accuracyM ?? UNKNOWN_ACCURACY_M);
  const filtered = before && follow(before, sample, accuracyM);
  const moved = filtered ?? startAt(sample, accuracyM, before?.rest ?? null);
  const there = fromLocal(localFrame(moved.origin), moved);
  const rest = holdStill(moved.rest, there, accuracyM, sample.at);
  const ownSpeed = lengthM(moved.vx, moved.vy);
  const headingDeg = chooseHeading(sample, ownSpeed, moved);
  const state = { ...moved, rest, headingDeg };
  const { lat, lng } = rest.held ? rest : there;
  const speedMps = rest.held ? 0 : roundTo(sample.speedMps ?? ownSpeed, 100);
  const place = { lat: roundTo(lat, 1e6), lng: roundTo(lng, 1e6), accuracyM, speedMps, headingDeg };
  return { state, place: { ...place, held: rest.held, at: sample.at } };
}

function startAt(sample: Sample, accuracyM: number, rest: Rest | null): Smoothing {
  const origin = { lat: roundTo(sample.lat, 1e7), lng: roundTo(sample.lng, 1e7) };
  const certain = { pp: accuracyM * accuracyM, pv: 0, vv: FIRST_SPEED_VARIANCE };
  return { origin, x: 0, y: 0, vx: 0, vy: 0, ...certain, at: sample.at, headingDeg: null, rest };
}

/** One step of the filter; null where it has lost the vehicle and must begin anew. */
function follow(before: Smoothing, sample: Sample, accuracyM: number): Smoothing | null {
  const elapsedMs = Math.max(0, sample.at - before.at);
  if (elapsedMs > FORGET_MS) return null;
  const dt = elapsedMs / SECOND_MS;
  const seen = toLocal(localFrame(before.origin), sample);
  const aheadX = before.x + before.vx * dt;
  const aheadY = before.y + before.vy * dt;
  const [missX, missY] = [seen.x - aheadX, seen.y - aheadY];
  if (lengthM(missX, missY) > NEW_PLACE_M) return null;
  const pp = before.pp + 2 * dt * before.pv + dt * dt * before.vv + (ACCELERATION_NOISE * dt ** 3) / 3;
  const pv = before.pv + dt * before.vv + (ACCELERATION_NOISE * dt * dt) / 2;
  const vv = before.vv + ACCELERATION_NOISE * dt;
  const placeGain = pp / (pp + accuracyM * accuracyM);
  const speedGain = pv / (pp + accuracyM * accuracyM);
  return nearOrigin({
    ...before,
    x: roundTo(aheadX + placeGain * missX, 1e3),
    y: roundTo(aheadY + placeGain * missY, 1e3),
    vx: roundTo(before.vx + speedGain * missX, 1e4),
    vy: roundTo(before.vy + speedGain * missY, 1e4),
    pp: roundTo((1 - placeGain) * pp, 1e4),
    pv: roundTo((1 - placeGain) * pv, 1e4),
    vv: roundTo(vv - speedGain * pv, 1e4),
    at: sample.at,
  });
}

function nearOrigin(state: Smoothing): Smoothing {
  if (lengthM(state.x, state.y) <= FRAME_REACH_M) return state;
  const { lat, lng } = fromLocal(localFrame(state.origin), state);
  return { ...state, origin: { lat: roundTo(lat, 1e7), lng: roundTo(lng, 1e7) }, x: 0, y: 0 };
}

/** The device's own, or where the filter goes; a vehicle that stands still keeps looking where it looked. */
function chooseHeading(sample: Sample, ownSpeed: number, moved: Smoothing): number | null {
  if (sample.headingDeg !== null) return roundTo(sample.headingDeg, 10);
  if (ownSpeed < HEADING_SPEED_MPS) return moved.headingDeg;
  return roundTo(compassDeg({ x: moved.vx, y: moved.vy }), 10) % 360;
}
