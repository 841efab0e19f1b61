import { setTimeout as wait } from "node:timers/promises";
import { isStopOver } from "../../src/domain/stop-state.ts";
import type { Trip } from "../../src/protocol/api/trips.ts";
import type { StopId } from "../../src/protocol/ids.ts";
import type { Desk } from "./desk.ts";
import type { Course } from "./model/course.ts";
import type { Happening } from "./model/round.ts";
import type { Phone } from "./phones/phone.ts";

export interface OutingOptions {
  readonly trip: Trip;
  readonly round: Course;
  readonly phone: Phone;
  readonly desk: Desk;
  /** The stops of the round, in its order. */
  readonly stopIds: readonly StopId[];
  /** How much faster than time what is past is driven, up to now. */
  readonly speed: number;
  readonly onTrouble: (cause: unknown) => void;
}

/** What a phone still has to say after its round gets this long. */
const LAST_WORDS_MS = 90_000;
const POLL_MS = 500;

/** One trip being driven: the round says what happens, the phone tells it, and the desk helps out. */
export class Outing {
  readonly #options: OutingOptions;
  readonly #beganAt: number;
  readonly #beganFrom: number;
  #acts: Promise<void> = Promise.resolve();

  constructor(options: OutingOptions, now: number) {
    this.#options = options;
    this.#beganAt = now;
    this.#beganFrom = options.round.nextAt;
  }

  get trip(): Trip {
    return this.#options.trip;
  }

  get isOver(): boolean {
    const { round, phone } = this.#options;
    return round.isHome || phone.ended !== null;
  }

  /** Somebody signed in as this driver on a device of their own. */
  get isTaken(): boolean {
    return this.#options.phone.ended === "taken";
  }

  get isOutOfReach(): boolean {
    return !this.#options.phone.isReachable;
  }

  /** All seconds that have passed since the last time. */
  beat(now: number): void {
    const { round, phone, speed, onTrouble } = this.#options;
    const until = Math.min(now, this.#beganFrom + (now - this.#beganAt) * speed);
    while (!this.isOver && round.nextAt <= until) {
      const tick = round.tick();
      phone.live(tick);
      for (const happening of tick.happened)
        this.#acts = this.#acts.then(() => this.#act(happening, tick.at)).catch(onTrouble);
    }
  }

  /** Lets the phone say what it still has to, and ends at the desk what it could not end itself. */
  async finish(): Promise<void> {
    const { phone, desk, trip } = this.#options;
    await this.#acts;
    const deadline = performance.now() + LAST_WORDS_MS;
    while (phone.comeHome() && phone.pending > 0 && phone.ended === null && performance.now() < deadline)
      await wait(POLL_MS);
    const now = await desk.trip(trip.id);
    if (!now.ok || !isRunning(now.value)) return;
    for (const { stopId, status } of now.value.stops)
      if (!isStopOver(status)) await desk.endStop(trip.id, stopId, "finish");
    await desk.completeTrip(trip.id);
  }

  stop(): void {
    this.#options.phone.stop();
  }

  /** That a driver has arrived is nobody's to say: it is concluded from the positions. */
  async #act(happening: Happening, at: number): Promise<void> {
    const { phone, desk, trip, stopIds } = this.#options;
    if (happening.kind === "arrives") return;
    if (happening.kind === "home") return void (await phone.act({ event: "complete" }, at));
    const stopId = stopIds[happening.stop];
    if (!stopId) return;
    if (happening.kind === "heads-for") return void (await phone.act({ stopId, event: "head-for", reason: null }, at));
    const event = happening.kind === "finishes" ? "finish" : "fail";
    const reason = event === "fail" ? "nobody-home" : null;
    if (!(await phone.act({ stopId, event, reason }, at))) await desk.endStop(trip.id, stopId, event);
  }
}

function isRunning({ status }: Trip): boolean {
  return status === "active" || status === "paused";
}
