import type { JudgedFix } from "../../protocol/live/fix.ts";
import { isOnTheWay } from "../driven-path.ts";
import { lngBetween } from "../geo.ts";
import { isGap } from "./gap.ts";

export interface ReplayPosition {
  /** The moment that is shown, by our clock. */
  readonly at: number;
  readonly lat: number;
  readonly lng: number;
  readonly speedMps: number | null;
  readonly headingDeg: number | null;
  /** In a gap nobody knows where: the place is the last one before it. */
  readonly inGap: boolean;
}

/** The fixes on the way by their time, each time once. */
export type ReplayTrack = readonly JudgedFix[];

/** Late fixes take the place where they belong: what was live told a shorter story. */
export function replayTrack(fixes: readonly JudgedFix[]): ReplayTrack {
  const shown = fixes.filter(isOnTheWay).toSorted((a, b) => a.fixedAt - b.fixedAt);
  return shown.filter((fix, index) => fix.fixedAt !== shown[index - 1]?.fixedAt);
}

/** Where the vehicle was at a moment; null before the first fix and after the last. */
export function positionAt(track: ReplayTrack, at: number): ReplayPosition | null {
  const index = lastUpTo(track, at);
  const from = track[index];
  const to = track[index + 1];
  if (!from || (!to && at > from.fixedAt)) return null;
  const { lat, lng, speedMps, headingDeg } = from;
  if (!to || at === from.fixedAt) return { at, lat, lng, speedMps, headingDeg, inGap: false };
  if (isGap(from, to)) return { at, lat, lng, speedMps: null, headingDeg: null, inGap: true };
  const share = (at - from.fixedAt) / (to.fixedAt - from.fixedAt);
  return {
    at,
    lat: lat + (to.lat - lat) * share,
    lng: lng + (to.lng - lng) * share,
    speedMps: between(speedMps, to.speedMps, share),
    headingDeg: headingBetween(headingDeg, to.headingDeg, share),
    inGap: false,
  };
}

export interface ReplayPace {
  /** How many seconds of the trip pass in one second of the replay. */
  readonly speed: number;
  /** Between two frames of the replay. */
  readonly frameMs: number;
}

export interface ReplayFrame extends ReplayPosition {
  /** When to show it, from the beginning of the replay. */
  readonly playMs: number;
}

/**
 * The frames of a replay from a moment on, made as they are taken. A gap is passed over: the last place before it is shown
 * for one frame as such, and the next frame is beyond it.
 */
export function* replayFrames(track: ReplayTrack, pace: ReplayPace, from = -Infinity): Generator<ReplayFrame, void> {
  const stepMs = pace.speed * pace.frameMs;
  if (!(stepMs >= 1 && stepMs < Infinity)) throw new RangeError("Each frame of a replay is later by 1 ms or more.");
  const last = track.at(-1)?.fixedAt ?? -Infinity;
  let at = Math.max(from, timeAfter(track, -Infinity));
  for (let playMs = 0; at <= last; playMs += pace.frameMs) {
    const position = positionAt(track, at);
    if (!position) return;
    yield { ...position, playMs };
    if (at === last) return;
    // The end is always shown, however long a step is.
    at = Math.min(last, position.inGap ? timeAfter(track, at) : at + stepMs);
  }
}

/** Of the next fix; without end if there is none. */
function timeAfter(track: ReplayTrack, at: number): number {
  return track[lastUpTo(track, at) + 1]?.fixedAt ?? Infinity;
}

/** The index of the last fix that is not after a moment, or -1. */
function lastUpTo(track: ReplayTrack, at: number): number {
  let low = 0;
  let high = track.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((track[middle]?.fixedAt ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function between(from: number | null, to: number | null, share: number): number | null {
  return from === null || to === null ? from : from + (to - from) * share;
}

/** The shorter way round. */
function headingBetween(from: number | null, to: number | null, share: number): number | null {
  if (from === null || to === null) return from;
  return (from + lngBetween(from, to) * share + 360) % 360;
}
