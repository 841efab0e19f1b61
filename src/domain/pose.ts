import { bearingDeg, distanceM, lngBetween } from "./geo.ts";
import type { LatLng } from "./geo.ts";
import type { MeasuredPath } from "./path.ts";
import { arcDeg, turnedDeg } from "./heading.ts";
import { alongOf, type PathLeg, pathLeg, placeOnLeg } from "./pose-path.ts";

const SECOND_MS = 1000;
/** A leg takes as long as the fixes are apart: shorter would hurry and wait, longer would show an old place as new. */
const LEG_MIN_MS = SECOND_MS;
const LEG_MAX_MS = 10 * SECOND_MS;
/** The newest interval's weight: a new cadence is followed within three fixes, one late frame hardly at all. */
const NEWEST_WEIGHT = 0.4;
/** Where nothing was observed yet: what a moving driver's phone is asked for. */
const FIRST_LEG_MS = 5 * SECOND_MS;
/** The next fix is seldom later than a quarter of the interval; who goes on guessing drives through houses. */
const MOST_OF_LEG = 1.25;
/** Nobody saw what happened in between, and an invented way would be a lie. */
const JUMP_MS = 60 * SECOND_MS;
const JUMP_M = 500;
/** Slower, and a receiver's course is noise. */
const COURSE_MPS = 1.5;
/** A van turns within the first third of a leg and then drives straight. */
const TURN_SHARE = 1 / 3;
/** Farther round than this from where the marker was going is behind it. */
const BEHIND_DEG = 90;

/** So much of a fix as moves a marker. */
export interface PoseFix extends LatLng {
  readonly at: number;
  readonly accuracyM: number;
  readonly speedMps: number | null;
  readonly headingDeg: number | null;
}

export interface Pose extends LatLng {
  /** Clockwise from north; null until something told it. */
  readonly headingDeg: number | null;
}

/** What is played now: from where the marker was when the newest fix came, to that fix. */
interface Leg {
  readonly from: Pose;
  readonly to: Pose;
  readonly lengthM: number;
  readonly startedAt: number;
  readonly lastsMs: number;
  /** Null where it is straight. */
  readonly onPath: PathLeg | null;
}

/** All that a moving marker remembers. */
export interface PoseTrack {
  readonly fix: PoseFix;
  readonly intervalMs: number | null;
  readonly leg: Leg;
  /** Where the marker was heading on its last leg that led anywhere. */
  readonly courseDeg: number | null;
  /** How far its own guess had carried it beyond that leg's end. */
  readonly aheadM: number;
}

export interface PoseNews {
  readonly fix: PoseFix;
  /** The plan that the driver follows, where it is known. */
  readonly path: MeasuredPath | null;
  readonly now: number;
}

/** Where the marker stands, and where it looks. Times that grow give places that never run back along the way. */
export function pose({ leg }: PoseTrack, now: number): Pose {
  const { from, to, onPath } = leg;
  const share = playedShare(leg, now);
  const turn = Math.min(1, share / TURN_SHARE);
  if (onPath) {
    const { headingDeg, ...place } = placeOnLeg(onPath, share);
    return { ...place, headingDeg: turnedDeg(from.headingDeg, headingDeg, turn) };
  }
  return {
    lat: from.lat + share * (to.lat - from.lat),
    lng: lngBetween(0, from.lng + share * lngBetween(from.lng, to.lng)),
    headingDeg: turnedDeg(from.headingDeg, to.headingDeg, turn),
  };
}

/** Takes a new fix in. What is not newer changes nothing: late fixes mend history, never the marker. */
export function followFix(track: PoseTrack | null, news: PoseNews): PoseTrack {
  const { fix, now } = news;
  if (!track) return standing(fix, null, now);
  const gapMs = fix.at - track.fix.at;
  if (gapMs <= 0) return track;
  if (gapMs > JUMP_MS || distanceM(track.fix, fix) > JUMP_M) return standing(fix, track, now);
  const intervalMs = track.intervalMs === null ? gapMs : smooth(track.intervalMs, gapMs);
  const lastsMs = clamp(intervalMs, LEG_MIN_MS, LEG_MAX_MS);
  const from = pose(track, now);
  const aheadM = guessedM(track, now);
  const way = nextWay(track, news, { from, slackM: fix.accuracyM + aheadM });
  const courseDeg = way.lengthM > 0 ? way.courseDeg : track.courseDeg;
  return { fix, intervalMs, courseDeg, aheadM, leg: { ...way, from, startedAt: now, lastsMs } };
}

type Way = Pick<Leg, "to" | "lengthM" | "onPath"> & { readonly courseDeg: number | null };

/** Along the plan while driver and plan agree; nowhere, if the fix only seems to lie behind; straight otherwise. */
function nextWay(track: PoseTrack, { fix, path, now }: PoseNews, shown: { from: Pose; slackM: number }): Way {
  const { from, slackM } = shown;
  const { leg, courseDeg } = track;
  if (path) {
    const alongM = leg.onPath?.path === path ? alongOf(leg.onPath, playedShare(leg, now)) : null;
    const onPath = pathLeg({ path, from, alongM, lastFix: track.fix }, fix, slackM);
    if (onPath) return { ...endOf(onPath, from), onPath };
  }
  if (isJitter(from, courseDeg, { fix, slackM })) return { to: from, lengthM: 0, courseDeg, onPath: null };
  const lengthM = distanceM(from, fix);
  const bearing = lengthM > 0 ? bearingDeg(from, fix) : courseDeg;
  const speedMps = fix.speedMps ?? (SECOND_MS * distanceM(track.fix, fix)) / (fix.at - track.fix.at);
  const headingDeg = speedMps > COURSE_MPS ? (fix.headingDeg ?? bearing) : from.headingDeg;
  return { to: { lat: fix.lat, lng: fix.lng, headingDeg }, lengthM, courseDeg: bearing, onPath: null };
}

function endOf(onPath: PathLeg, from: Pose): Omit<Way, "onPath"> {
  const end = placeOnLeg(onPath, 1);
  const headingDeg = end.headingDeg ?? from.headingDeg;
  return { to: { ...end, headingDeg }, lengthM: onPath.toM - onPath.fromM, courseDeg: headingDeg };
}

/** At a place at once, because nothing before it leads there. */
function standing(fix: PoseFix, before: PoseTrack | null, now: number): PoseTrack {
  const isDriving = fix.speedMps === null || fix.speedMps > COURSE_MPS;
  const headingDeg = (isDriving ? fix.headingDeg : null) ?? (before ? pose(before, now).headingDeg : null);
  const here = { lat: fix.lat, lng: fix.lng, headingDeg };
  const leg = { from: here, to: here, lengthM: 0, startedAt: now, lastsMs: FIRST_LEG_MS, onPath: null };
  return { fix, intervalMs: null, leg, courseDeg: null, aheadM: 0 };
}

function playedShare({ startedAt, lastsMs }: Leg, now: number): number {
  return clamp((now - startedAt) / lastsMs, 0, MOST_OF_LEG);
}

/** A leg that leads nowhere adds no guess, and takes none back. */
function guessedM({ leg, aheadM }: PoseTrack, now: number): number {
  return leg.lengthM > 0 ? Math.max(0, playedShare(leg, now) - 1) * leg.lengthM : aheadM;
}

function smooth(before: number, newest: number): number {
  return before + NEWEST_WEIGHT * (newest - before);
}

/**
 * Behind the marker, but no farther than the receiver errs and the marker guessed: nobody has turned round. Before there is
 * a course, every such step is a parked receiver's noise.
 */
function isJitter(from: Pose, courseDeg: number | null, { fix, slackM }: { fix: PoseFix; slackM: number }): boolean {
  if (distanceM(from, fix) > slackM) return false;
  return courseDeg === null || Math.abs(arcDeg(courseDeg, bearingDeg(from, fix))) > BEHIND_DEG;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
