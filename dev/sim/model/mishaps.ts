import type { Dice } from "../../chaos/dice.ts";

/** What a phone can do in this second, apart from what the place allows. */
export interface PhoneState {
  /** `asleep`: the system froze the app. `off`: the battery is flat. */
  readonly power: "on" | "asleep" | "off";
  readonly network: boolean;
  /** Something that happened just now: the app died and came back with its store, or a flat phone came back without. */
  readonly event: "restarted" | "renewed" | null;
}

interface Trouble {
  readonly kind: "asleep" | "off" | "dead-zone";
  readonly until: number;
  /** A flat phone that nobody can charge. */
  readonly forGood: boolean;
}

const HOUR_S = 3_600;
/** Each per second on the road. A phone in a pocket, its screen off: some systems freeze it every other hour. */
const ASLEEP = { chance: 1 / (2 * HOUR_S), seconds: [90, 360] } as const;
/** A yard, a lift, a cell that is full: a few times an hour, and mostly short. */
const DEAD_ZONE = { chance: 3 / HOUR_S, seconds: [8, 90] } as const;
/** One phone in a working day's twelve hours; two of three drivers have a cable in the van. */
const OFF = { chance: 1 / (12 * HOUR_S), seconds: [180, 900] } as const;
const OFF_FOR_GOOD_SHARE = 1 / 3;
/** A system that needs memory, or a driver who swipes too much away. */
const RESTART_CHANCE = 1 / (3 * HOUR_S);

/** How phones fail. `often` multiplies how often; 0 is a phone that never does. */
export class Mishaps {
  readonly #dice: Dice;
  readonly #often: number;
  #trouble: Trouble | null = null;

  constructor(dice: Dice, often: number) {
    this.#dice = dice;
    this.#often = often;
  }

  /** Called once for each second. */
  next(second: number): PhoneState {
    const ended = this.#trouble && !this.#trouble.forGood && second >= this.#trouble.until ? this.#trouble : null;
    if (ended) this.#trouble = null;
    this.#trouble ??= this.#draw(second);
    const isRestarted = this.#dice.chance(RESTART_CHANCE * this.#often);
    const kind = this.#trouble?.kind;
    if (kind === "off" || kind === "asleep") return { power: kind, network: false, event: null };
    const event = ended?.kind === "off" ? "renewed" : isRestarted ? "restarted" : null;
    return { power: "on", network: kind !== "dead-zone", event };
  }

  #draw(second: number): Trouble | null {
    const [asleep, deadZone, off] = [ASLEEP, DEAD_ZONE, OFF].map(({ chance }) =>
      this.#dice.chance(chance * this.#often),
    );
    const until = ([least, most]: readonly [number, number]): number => second + this.#dice.between(least, most);
    if (off) return { kind: "off", until: until(OFF.seconds), forGood: this.#dice.chance(OFF_FOR_GOOD_SHARE) };
    if (asleep) return { kind: "asleep", until: until(ASLEEP.seconds), forGood: false };
    return deadZone ? { kind: "dead-zone", until: until(DEAD_ZONE.seconds), forGood: false } : null;
  }
}
