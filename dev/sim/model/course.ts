import type { PhoneClock } from "../../chaos/phone-clock.ts";
import type { Tick } from "./round.ts";

/** What a phone lives through, moment by moment: a simulated round, or a recording. */
export interface Course {
  readonly clock: PhoneClock;
  /** Our time of the next tick. */
  readonly nextAt: number;
  readonly isHome: boolean;
  readonly tick: () => Tick;
}
