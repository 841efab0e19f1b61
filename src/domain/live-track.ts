import type { Cadence } from "../protocol/live/driver-down.ts";
import type { Fix, JudgedFix } from "../protocol/live/fix.ts";
import type { LivePoint } from "../protocol/live/trip-report.ts";
import { cadenceFor, isSameCadence } from "./cadence.ts";
import type { EtaReport, NextArrival } from "./eta.ts";
import { checkDwell } from "./fence-watch.ts";
import { broadcastGapMs, holdPoint, release } from "./fix-bucket.ts";
import { followDriver } from "./follow-driver.ts";
import type { Followed } from "./follow-driver.ts";
import { fenceHappening } from "./happening.ts";
import type { Happening } from "./happening.ts";
import { judgeFix } from "./judge-fix.ts";
import { tellNearby } from "./nearby-stop.ts";
import { advanceOutlook } from "./outlook.ts";
import type { SmoothPlace } from "./smoothing.ts";
import { trackPhase } from "./track-phase.ts";
import type { Arrival, Track, TrackContext } from "./track-state.ts";

export interface TrackStep {
  readonly track: Track;
  /** To broadcast now. */
  readonly point: LivePoint | null;
  readonly happenings: readonly Happening[];
  /** To tell the phone, because it has changed. */
  readonly cadence: Cadence | null;
}

export interface FixStep extends TrackStep {
  readonly fix: JudgedFix;
  /** Where there is something new to say. */
  readonly eta: EtaReport | null;
}

/** One fix: what it is worth, where the dot goes, what it means for the trip, and what to ask of the phone next. */
export function advanceTrack(before: Track, raw: Fix, arrival: Arrival, context: TrackContext): FixStep {
  const showMocked = context.settings.showMock;
  const { fix, state: judge, advances } = judgeFix(before.judge, raw, { ...arrival, showMocked });
  const judged = { ...before, judge };
  if (!advances) return { ...finish(judged, [], arrival, context), fix, eta: null };
  const followed = followDriver(judged, fix, context);
  // Late fixes repair the record. The dot, the forecast and the phone stay as they are.
  if (fix.verdict !== "live")
    return { ...finish(followed.track, followed.happenings, arrival, context), fix, eta: null };
  const { track, happenings, eta } = foresee(followed, arrival, context);
  return { ...finish(track, happenings, arrival, context), fix, eta };
}

/** For the alarm: what became true because time went by. What is asked of the phone only a fix changes, which tells it. */
export function checkTrack(before: Track, now: number): Omit<TrackStep, "cadence"> {
  const { watch, events } = checkDwell(before.fences, now);
  const happenings = events.map((event) => fenceHappening(event, false));
  const { bucket, send } = release(before.bucket, broadcastGapMs(before.phase ?? "moving"), now);
  return { track: { ...before, fences: watch, bucket }, point: send, happenings };
}

function foresee({ track, place, happenings }: Followed, { receivedAt }: Arrival, context: TrackContext) {
  const { plan, duty, hourFactor } = context;
  const needs = { plan, route: track.route, stops: track.stops, hourFactor };
  const { outlook, next, eta } = advanceOutlook(track.outlook, place, needs);
  const left = next && { metres: next.leftM, ms: Math.max(0, next.etaAt - place.at) };
  // Who has said to be there counts as there, in the circle or not: until the plan goes on, nothing comes closer.
  const isAtStop = track.stops.here !== null || (next !== null && next.hereSince !== null);
  const signs = { duty, isAtStop, isIdle: track.motion?.state === "idle", left };
  const phase = trackPhase(track.phase, signs);
  const bucket = holdPoint(track.bucket, toPoint(place));
  const seen = { ...track, outlook, phase, bucket, heardAt: receivedAt };
  return { ...announce(seen, place, next, { plan, happenings }), eta };
}

interface Announcing {
  readonly plan: TrackContext["plan"];
  readonly happenings: readonly Happening[];
}

function announce(track: Track, place: SmoothPlace, next: NextArrival | null, { plan, happenings }: Announcing) {
  const stopId = next && plan.stops[next.index]?.stopId;
  // Whoever has arrived is not nearby any more; the arrival itself is told.
  if (!next || !stopId || next.hereSince !== null) return { track, happenings };
  const { told, isNews } = tellNearby(track.told, stopId, next.leftM, next.etaAt - place.at);
  if (!isNews) return { track, happenings };
  const nearby: Happening = { kind: "stop-nearby", stopId, at: place.at, late: false };
  return { track: { ...track, told }, happenings: [...happenings, nearby] };
}

function finish(
  track: Track,
  happenings: readonly Happening[],
  { receivedAt, lastOfFrame }: Pick<Arrival, "receivedAt" | "lastOfFrame">,
  context: TrackContext,
): TrackStep {
  const phase = track.phase ?? trackPhase(null, { duty: context.duty, isAtStop: false, isIdle: false, left: null });
  const cadence = cadenceFor({ ...context, phase });
  const changed = cadence && !isSameCadence(cadence, track.cadence) ? cadence : null;
  const gapMs = broadcastGapMs(phase);
  const held = { bucket: track.bucket, send: null };
  const { bucket, send } = lastOfFrame ? release(track.bucket, gapMs, receivedAt) : held;
  return { track: { ...track, bucket, cadence }, point: send, happenings, cadence: changed };
}

function toPoint({ lat, lng, accuracyM, speedMps, headingDeg, at }: SmoothPlace): LivePoint {
  return { lat, lng, speedMps, headingDeg, accuracyM, at };
}
