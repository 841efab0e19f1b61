import type { FixDraft } from "../../../src/domain/live-client/outbox.ts";
import { PhoneClock } from "../../chaos/phone-clock.ts";
import type { Course } from "./course.ts";
import type { Tick } from "./round.ts";

const AWAKE: Tick["phone"] = { power: "on", network: true, event: null };

/** A recording ends where its driver was bound. */
const ARRIVAL: Tick["happened"] = [{ kind: "finishes", stop: 0 }, { kind: "home" }];

/** A recording as it was made: its pace, its gaps and its jumps, with its first point at `startAt`. */
export class Replay implements Course {
  readonly clock: PhoneClock;
  readonly #fixes: readonly FixDraft[];
  readonly #shiftMs: number;
  #next = 0;

  constructor(recorded: readonly FixDraft[], startAt: number) {
    this.#fixes = recorded.toSorted((a, b) => a.at - b.at);
    this.#shiftMs = startAt - (this.#fixes[0]?.at ?? startAt);
    this.clock = new PhoneClock({ startedAt: startAt });
  }

  get nextAt(): number {
    return (this.#fixes[this.#next]?.at ?? 0) + this.#shiftMs;
  }

  get isHome(): boolean {
    return this.#next >= this.#fixes.length;
  }

  tick(): Tick {
    const recorded = this.#fixes[this.#next];
    if (!recorded) throw new Error("the recording is over");
    this.#next += 1;
    const fix = { ...recorded, at: recorded.at + this.#shiftMs };
    const { lat, lng, speedMps, headingDeg } = fix;
    const place = { lat, lng, speedMps: speedMps ?? 0, headingDeg: headingDeg ?? 0, edge: 0 };
    return { at: fix.at, place, fix, phone: AWAKE, happened: this.isHome ? ARRIVAL : [] };
  }
}
