import type { DriverUp } from "../../src/protocol/live/driver-up.ts";
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
export function hostileWire(dice: Dice, faults: WireFaults, ears: WireEars): SendChannel {
  const wire = new HostileWire(dice, faults, ears);
  const send: SendChannel["send"] = (frames) => Promise.resolve(frames.every((frame) => wire.carry(frame)));
  return { kind: "socket", send, reset: ears.reset };
}

class HostileWire {
  readonly #dice: Dice;
  readonly #faults: WireFaults;
  readonly #ears: WireEars;
  #held: string | null = null;
  #lostFrom = Number.POSITIVE_INFINITY;

  constructor(dice: Dice, faults: WireFaults, ears: WireEars) {
    this.#dice = dice;
    this.#faults = faults;
    this.#ears = ears;
  }

  carry(frame: DriverUp): boolean {
    const text = JSON.stringify(frame);
    if (frame.type === "driver:locationUpdate") return this.#carryFixes(text, frame.fixes[0]?.[0] ?? 0);
    const went = this.#ears.send(text);
    if (went && this.#held === null && this.#lostFrom === Number.POSITIVE_INFINITY) this.#ears.asked(frame);
    return went;
  }

  #carryFixes(text: string, first: number): boolean {
    const { twice, swapped, lost } = this.#faults;
    if (this.#dice.chance(lost)) {
      this.#lostFrom = Math.min(this.#lostFrom, first);
      return true;
    }
    // What was lost is missed within seconds, and everything from there on comes again.
    if (first <= this.#lostFrom) this.#lostFrom = Number.POSITIVE_INFINITY;
    if (this.#held === null && this.#dice.chance(swapped)) {
      this.#held = text;
      return true;
    }
    const before = this.#held;
    this.#held = null;
    const went = this.#ears.send(text) && (before === null || this.#ears.send(before));
    if (!this.#dice.chance(twice)) return went;
    this.#ears.sentTwice();
    return went && this.#ears.send(text);
  }
}
