import type { DriverUp, LocationUpdate } from "../../src/protocol/live/driver-up.ts";
import type { SendChannel } from "../../src/web/shared/live/driver-sender.ts";
import type { Dice } from "./dice.ts";

export interface WireFaults {
  /** Shares of position frames that are sent twice, swapped with the next, or swallowed. */
  readonly twice: number;
  readonly swapped: number;
  readonly lost: number;
}

export const NO_FAULTS: WireFaults = { twice: 0, swapped: 0, lost: 0 };
/** A fifth again on top of everything, as after a night of bad coverage. */
export const BAD_NETWORK: WireFaults = { twice: 0.2, swapped: 0.05, lost: 0.02 };

export interface WireEars {
  readonly send: (text: string) => boolean;
  readonly reset: () => void;
  /** A flush or an action went out, and nothing before it is held back or lost: the answer's delay is the server's. */
  readonly asked: (frame: DriverUp) => void;
  readonly sentTwice: () => void;
}

/** A socket's way to the server, with a network in it that has moods. */
export function hostileWire(dice: Dice, faults: WireFaults, { send, reset, asked, sentTwice }: WireEars): SendChannel {
  let held: string | null = null;
  let lostFrom = Number.POSITIVE_INFINITY;
  const carryWord = (frame: DriverUp): boolean => {
    const went = send(JSON.stringify(frame));
    if (went && held === null && lostFrom === Number.POSITIVE_INFINITY) asked(frame);
    return went;
  };
  const carryFixes = (frame: LocationUpdate): boolean => {
    const text = JSON.stringify(frame);
    const [first = 0] = frame.fixes[0] ?? [];
    if (dice.chance(faults.lost)) {
      lostFrom = Math.min(lostFrom, first);
      return true;
    }
    // What was lost is missed within seconds, and everything from there on comes again.
    if (first <= lostFrom) lostFrom = Number.POSITIVE_INFINITY;
    if (held === null && dice.chance(faults.swapped)) {
      held = text;
      return true;
    }
    const before = held;
    held = null;
    const went = send(text) && (before === null || send(before));
    if (!dice.chance(faults.twice)) return went;
    sentTwice();
    return went && send(text);
  };
  const carry = (frame: DriverUp): boolean =>
    frame.type === "driver:locationUpdate" ? carryFixes(frame) : carryWord(frame);
  return { kind: "socket", send: (frames) => Promise.resolve(frames.every(carry)), reset };
}
