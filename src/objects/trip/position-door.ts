import { judgeForTrack } from "../../domain/judge-fix.ts";
import { advanceTrack } from "../../domain/live-track.ts";
import { isTimedEpoch } from "../../domain/trackers/number-drafts.ts";
import type { Arrival } from "../../domain/track-state.ts";
import type { Cadence } from "../../protocol/live/driver-down.ts";
import { type Epoch, type Fix, readFix, type WireFix } from "../../protocol/live/fix.ts";
import type { LivePoint } from "../../protocol/live/trip-report.ts";
import type { TripEvent } from "../../protocol/live/trip-event.ts";
import { newTimes } from "./timed-fixes.ts";
import { concludeTrip } from "./trip-change.ts";
import type { TripScene } from "./trip-scene.ts";

/** A phone's clock against ours, as measured when it connected. */
export interface PhoneClock {
  readonly offsetMs: number;
  readonly suspect: boolean;
}

export const UNKNOWN_CLOCK: PhoneClock = { offsetMs: 0, suspect: false };

/** What became of a frame of positions. */
export interface Taken {
  readonly accepted: number;
  readonly repeated: number;
  /** From outside the duty: not stored, and not to be sent again. */
  readonly refused: number;
  readonly point: LivePoint | null;
  readonly cadence: Cadence | null;
  readonly etaChanged: boolean;
  readonly events: readonly TripEvent[];
}

type Draft = { -readonly [Key in keyof Taken]: Taken[Key] } & { events: TripEvent[] };

/** Takes in positions: each number once, in whatever order they come. Writes nothing unless a chunk is full or something happened. */
export function takePositions(
  scene: TripScene,
  { epoch, fixes: sent }: { epoch: Epoch; fixes: readonly WireFix[] },
  clock: PhoneClock,
  now: number,
): Taken {
  const { intake } = scene;
  const fixes = isTimedEpoch(epoch) ? newTimes(scene, epoch, sent) : sent;
  const taken: Draft = {
    accepted: 0,
    repeated: sent.length - fixes.length,
    refused: 0,
    point: null,
    cadence: null,
    etaChanged: false,
    events: [],
  };
  if (fixes.length > 0) intake.leadIfSilent(epoch, now);
  for (const [index, wire] of fixes.entries()) {
    const fix = readFix(wire);
    if (!intake.isNew(epoch, fix.seq)) {
      taken.repeated += 1;
      continue;
    }
    const onDuty = isOnDuty(scene, fix.at + clock.offsetMs, now);
    if (onDuty && (intake.isOtherRun(epoch) || intake.isDue(scene.brief.settings, now))) scene.seal();
    if (!intake.mark(epoch, fix.seq)) continue;
    if (!onDuty) taken.refused += 1;
    else {
      const arrival = { receivedAt: now, clockOffsetMs: clock.offsetMs, clockSuspect: clock.suspect };
      takeOne(scene, { epoch, fix }, { ...arrival, lastOfFrame: index === fixes.length - 1 }, taken);
    }
  }
  return taken;
}

type Come = { readonly epoch: Epoch; readonly fix: Fix };

function takeOne(scene: TripScene, { epoch, fix }: Come, arrival: Arrival, taken: Draft): void {
  const { intake } = scene;
  const now = arrival.receivedAt;
  taken.accepted += 1;
  if (!intake.isLeader(epoch)) {
    // A second device of the same driver tells nothing new, but what it measured is kept.
    intake.keep(epoch, judgeForTrack(fix, arrival, "other-device"), now);
    return;
  }
  const step = advanceTrack(intake.track, fix, arrival, scene.context());
  intake.track = step.track;
  intake.keep(epoch, step.fix, now);
  if (step.point) {
    intake.point = step.point;
    taken.point = step.point;
  }
  if (step.cadence) taken.cadence = step.cadence;
  if (step.eta) {
    scene.eta = step.eta;
    taken.etaChanged = true;
  }
  for (const happening of step.happenings) taken.events.push(...concludeTrip(scene, happening, now));
}

/** Where somebody was outside of work is not collected, however late it arrives. */
export function isOnDuty({ brief }: TripScene, fixedAt: number, now: number): boolean {
  const { status, startedAt, finishedAt } = brief;
  if (startedAt === null) return false;
  // A phone's clock may be a little ahead of its own start.
  if (status === "active" || status === "paused") return Math.min(fixedAt, now) >= startedAt - CLOCK_SLACK_MS;
  return fixedAt >= startedAt - CLOCK_SLACK_MS && fixedAt <= (finishedAt ?? now);
}

/** What is left of a clock's error once it is corrected. */
const CLOCK_SLACK_MS = 60_000;
