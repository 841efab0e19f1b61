import { depthInside, depthOfPassage } from "./fence-area.ts";
import { fencesNear } from "./fence-index.ts";
import type { FenceIndex, IndexedFence } from "./fence-index.ts";
import { boundsOf, distanceM } from "./geo.ts";
import type { LatLng } from "./geo.ts";
import { MAX_SPEED_MPS } from "./teleport.ts";

const SECOND_MS = 1000;
/** Inside by half the accuracy is inside three times of four; otherwise a second fix has to agree. */
const ENTER_SHARE = 0.5;
/** A phone at rest in a building wanders 30 m. */
const LEAVE_M = 30;
const LEAVE_FIXES = 3;
const LEAVE_MS = 20 * SECOND_MS;
/** Shorter steps leave a fix inside if anything was there; the noise between two of them must not count as a visit. */
const PASSAGE_MIN_M = 60;
/** Each costs 100 bytes of the socket's 16 KiB; nobody stands in more fences than a region, a zone and a few depots. */
export const WATCHED_FENCES_MAX = 16;
/** An alarm that finds no fix newer than this only supposes that the driver is still there. */
const FRESH_MS = 60 * SECOND_MS;

export type Confidence = "low" | "medium" | "high";

export interface FenceEvent {
  readonly fenceId: string;
  readonly crossing: "entered" | "left" | "dwelt";
  readonly at: number;
  readonly confidence: Confidence;
}

/** A fence that the driver is in, or may be entering. All others need no memory. */
interface WatchedFence {
  readonly fenceId: string;
  readonly inside: boolean;
  /** Consecutive fixes that speak for a change, and when the first of them was. */
  readonly doubts: number;
  readonly doubtSince: number;
  readonly dwellAt: number | null;
}

export interface FenceWatch {
  readonly watched: readonly WatchedFence[];
  readonly last: (LatLng & { readonly at: number }) | null;
}

export interface FencePlace extends LatLng {
  readonly accuracyM: number;
  readonly at: number;
}

interface FenceStep {
  readonly watch: FenceWatch;
  readonly events: readonly FenceEvent[];
}

export const NO_FENCES_WATCHED: FenceWatch = { watched: [], last: null };

export function advanceFences(before: FenceWatch, place: FencePlace, index: FenceIndex): FenceStep {
  const events: FenceEvent[] = [];
  const watched: WatchedFence[] = [];
  const last = before.last && isOneDrive(before.last, place) ? before.last : null;
  const known = new Set<string>();
  for (const entry of before.watched) {
    known.add(entry.fenceId);
    const fence = index.byId.get(entry.fenceId);
    // A fence that was deleted is nobody's any more: it is left without a word.
    const next = fence && reconsider(entry, fence, place, events);
    if (next) watched.push(next);
  }
  const box = boundsOf(last ? [last, place] : [place]);
  for (const fence of fencesNear(index, box, place.accuracyM)) {
    if (known.has(fence.fenceId)) continue;
    // What cannot be remembered must not be entered either: each fix would report it again.
    if (watched.length === WATCHED_FENCES_MAX) break;
    const next = meet(fence, last, place, events);
    if (next) watched.push(next);
  }
  return { watch: { watched, last: { lat: place.lat, lng: place.lng, at: place.at } }, events };
}

/** For the alarm: those who have been inside for long enough by now. */
export function checkDwell(before: FenceWatch, now: number): FenceStep {
  const events: FenceEvent[] = [];
  const isFresh = before.last !== null && now - before.last.at <= FRESH_MS;
  const watched = before.watched.map((entry) =>
    isDoubted(entry) ? entry : dwell(entry, now, isFresh ? "high" : "low", events),
  );
  return { watch: { ...before, watched }, events };
}

export function nextDwellAt({ watched }: FenceWatch): number | null {
  const times = watched.map((entry) => (isDoubted(entry) ? null : entry.dwellAt)).filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** Last seen outside before the time was over: whether that was noise only the next fix can say. */
function isDoubted({ doubts, doubtSince, dwellAt }: WatchedFence): boolean {
  return doubts > 0 && dwellAt !== null && doubtSince < dwellAt;
}

function isOneDrive(from: LatLng & { at: number }, to: FencePlace): boolean {
  const metres = distanceM(from, to);
  return metres >= PASSAGE_MIN_M && metres <= (MAX_SPEED_MPS * Math.max(0, to.at - from.at)) / SECOND_MS;
}

function meet(fence: IndexedFence, last: LatLng | null, place: FencePlace, events: FenceEvent[]): WatchedFence | null {
  const { fenceId } = fence;
  const depthM = depthInside(fence.area, place);
  if (depthM > 0) {
    if (depthM < ENTER_SHARE * place.accuracyM)
      return { fenceId, inside: false, doubts: 1, doubtSince: place.at, dwellAt: null };
    return enter(fence, place, place.at, events);
  }
  const passageM = last ? depthOfPassage(fence.area, last, place) : 0;
  if (passageM > 0 && passageM >= ENTER_SHARE * place.accuracyM) {
    if (fence.onEnter) events.push({ fenceId, crossing: "entered", at: place.at, confidence: "low" });
    if (fence.onLeave) events.push({ fenceId, crossing: "left", at: place.at, confidence: "low" });
  }
  return null;
}

function reconsider(entry: WatchedFence, fence: IndexedFence, place: FencePlace, events: FenceEvent[]) {
  const depthM = depthInside(fence.area, place);
  if (entry.inside)
    return depthM > 0 ? stay(entry, place, events) : leave(entry, { ...place, fence, outsideM: -depthM }, events);
  if (depthM <= 0) return null;
  // The second fix inside: however shallow, it agrees with the first.
  return enter(fence, place, entry.doubtSince, events);
}

function enter(fence: IndexedFence, place: FencePlace, since: number, events: FenceEvent[]): WatchedFence {
  const { fenceId, dwellSeconds } = fence;
  const confidence = trust(depthInside(fence.area, place), place);
  if (fence.onEnter) events.push({ fenceId, crossing: "entered", at: since, confidence });
  const dwellAt = dwellSeconds === null ? null : since + dwellSeconds * SECOND_MS;
  return { fenceId, inside: true, doubts: 0, doubtSince: 0, dwellAt };
}

function stay(entry: WatchedFence, place: FencePlace, events: FenceEvent[]): WatchedFence {
  return { ...dwell(entry, place.at, "high", events), doubts: 0, doubtSince: 0 };
}

interface Outside extends FencePlace {
  readonly fence: IndexedFence;
  readonly outsideM: number;
}

function leave(entry: WatchedFence, place: Outside, events: FenceEvent[]): WatchedFence | null {
  const { fence, outsideM } = place;
  const doubts = entry.doubts + 1;
  const doubtSince = entry.doubts === 0 ? place.at : entry.doubtSince;
  const isFar = outsideM >= Math.max(place.accuracyM, LEAVE_M);
  const isLong = doubts >= LEAVE_FIXES && place.at - doubtSince >= LEAVE_MS;
  if (!isFar && !isLong) return { ...entry, doubts, doubtSince };
  // Who was inside until the deadline has dwelt, even if the fix that tells is the one outside.
  dwell(entry, doubtSince, "medium", events);
  const { fenceId } = entry;
  if (fence.onLeave) events.push({ fenceId, crossing: "left", at: doubtSince, confidence: trust(outsideM, place) });
  return null;
}

function dwell(entry: WatchedFence, at: number, confidence: Confidence, events: FenceEvent[]): WatchedFence {
  const { fenceId, dwellAt } = entry;
  if (!entry.inside || dwellAt === null || at < dwellAt) return entry;
  events.push({ fenceId, crossing: "dwelt", at: dwellAt, confidence });
  return { ...entry, dwellAt: null };
}

/** By how far a fix is beyond the edge, measured in its own accuracy. */
function trust(beyondM: number, { accuracyM }: FencePlace): Confidence {
  if (beyondM >= accuracyM) return "high";
  return beyondM >= ENTER_SHARE * accuracyM ? "medium" : "low";
}
