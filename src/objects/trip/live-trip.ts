import { isClockSuspect, requestOffsetMs } from "../../domain/clock-offset.ts";
import { checkTrack } from "../../domain/live-track.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { StepRefused, TripCommand } from "../../domain/trip-step.ts";
import type { SentActions, SentFrame } from "../../protocol/api/positions.ts";
import type { DriverAction } from "../../protocol/live/driver-up.ts";
import type { Epoch, WireFix } from "../../protocol/live/fix.ts";
import type { TripReport } from "../../protocol/live/trip-report.ts";
import type { Sos } from "../../protocol/sos.ts";
import { type ActionRefused, takeAction } from "./action-door.ts";
import { type PhoneClock, takePositions, type Taken } from "./position-door.ts";
import { pressHelp, takeHelp } from "./trip-help.ts";
import { changeTrip, concludeTrip } from "./trip-change.ts";
import { TripFeed } from "./trip-feed.ts";
import { reportTrip } from "./trip-report.ts";
import type { Happened } from "./trip-log.ts";
import type { TripScene } from "./trip-scene.ts";

/** Who did it by request, and when it was sent by their clock. */
interface ActionSender {
  readonly actor: string;
  readonly sentAt: SentActions["sentAt"];
}

/** One thing done to an awake trip: who is told of it, in which order, and what has to follow. Every door leads here. */
export class LiveTrip {
  readonly scene: TripScene;
  readonly feed: TripFeed;
  #lastReport = 0;

  constructor(scene: TripScene) {
    this.scene = scene;
    this.feed = new TripFeed(scene);
  }

  /** Broadcast first; what is written afterwards is the chunk, if it is full. */
  positions(frame: { epoch: Epoch; fixes: readonly WireFix[] }, clock: PhoneClock, now: number): Taken {
    const taken = takePositions(this.scene, frame, clock, now);
    if (taken.point) this.feed.moved(now);
    if (taken.etaChanged) this.feed.etaChanged(now);
    this.feed.happened(taken.events, now);
    return taken;
  }

  /** Positions by HTTP are durable with the answer, because nothing else would tell the sender. */
  positionsByHttp(frame: SentFrame, now: number): Taken {
    const taken = this.positions(frame, clockOf(frame.sentAt, now), now);
    this.makeDurable(now);
    return taken;
  }

  /** What a phone dates into the future by a clock that is ahead, or unknown, happened now at the latest. */
  act(action: DriverAction, actor: string, clock: PhoneClock, now: number): Result<void, ActionRefused> {
    const at = Math.min(action.at + clock.offsetMs, now);
    const done = takeAction(this.scene, action, { actor, at }, now);
    if (!done.ok) return done;
    this.feed.happened(done.value, now);
    return ok(undefined);
  }

  /** Stops at the first that comes too early; what the rules forbid is counted and told. */
  actAll(
    actions: readonly DriverAction[],
    { actor, sentAt }: ActionSender,
    now: number,
  ): { ref: number; why: string }[] {
    const clock = clockOf(sentAt, now);
    const refused: { ref: number; why: string }[] = [];
    for (const action of actions) {
      const done = this.act(action, actor, clock, now);
      if (done.ok) continue;
      if (done.error.tag === "out-of-order") break;
      refused.push({ ref: action.seq, why: done.error.tag });
    }
    return refused;
  }

  command(command: TripCommand, happened: Happened, now: number): Result<void, StepRefused> {
    const done = changeTrip(this.scene, command, happened, now);
    if (!done.ok) return done;
    if (command.type === "sos") pressHelp(this.scene, command, happened);
    this.feed.happened(done.value, now);
    return ok(undefined);
  }

  /** From the desk of calls for help; the driver sees who answers. */
  helped(call: Sos, now: number): void {
    this.feed.happened(takeHelp(this.scene, call, now), now);
    this.feed.helped();
  }

  /** What becomes true by time alone: whoever stays in a fence long enough has dwelt there, and a dot that waited may go out. */
  check(now: number): void {
    const { intake } = this.scene;
    const { track, point, happenings } = checkTrack(intake.track, now);
    intake.track = track;
    if (point) {
      intake.point = point;
      this.feed.moved(now);
    }
    const events = happenings.flatMap((happening) => concludeTrip(this.scene, happening, now));
    // Where no fix was waiting to be sealed the lines took no memory along, and sleep would make them come true again.
    if (point || happenings.length > 0) this.scene.save();
    this.feed.happened(events, now);
  }

  /** A full chunk is sealed; anything less is kept in one row. */
  makeDurable(now: number): void {
    if (this.scene.intake.isDue(this.scene.brief.settings, now)) this.scene.seal();
    else if (!this.scene.intake.isDurable) this.scene.save();
  }

  report(now: number): TripReport {
    // Numbered by time, because after sleep a count would begin anew and every report look old.
    this.#lastReport = Math.max(this.#lastReport + 1, now);
    return reportTrip(this.scene, this.#lastReport);
  }
}

function clockOf(sentAt: number | undefined, now: number): PhoneClock {
  const offsetMs = requestOffsetMs(sentAt, now);
  return { offsetMs, suspect: isClockSuspect(offsetMs, null) };
}
