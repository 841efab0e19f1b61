import type { FixDraft } from "../../../src/domain/live-client/outbox.ts";
import { Dice } from "../../chaos/dice.ts";
import type { PhoneClock } from "../../chaos/phone-clock.ts";
import type { RoadGraph } from "../../city/road-graph.ts";
import { clockOfPhone } from "./clock-of-phone.ts";
import type { Course } from "./course.ts";
import { type Drive, planDrive } from "./drive.ts";
import { localHour } from "./local-hour.ts";
import { Mishaps, type PhoneState } from "./mishaps.ts";
import { Receiver } from "./receiver.ts";
import type { Sky } from "./sky.ts";
import { type Place, placeOn } from "./stretch.ts";
import { type Spot, wayBetween } from "./way.ts";
import { weatherAt } from "./weather.ts";

export interface Roads {
  readonly graph: RoadGraph;
  readonly sky: Sky;
  readonly timeZone: string;
  /** Whose weather it is: the whole city has one. */
  readonly weatherSeed: number;
}

interface RoundStop {
  readonly spot: Spot;
  readonly serviceSeconds: number;
}

export interface RoundOptions {
  readonly roads: Roads;
  /** Everything that is left to chance follows from it. */
  readonly seed: number;
  readonly startAt: number;
  /** What the vehicle can do, metres a second. */
  readonly topMps: number;
  readonly from: Spot;
  readonly stops: readonly RoundStop[];
  readonly home: Spot;
  /** How often phones fail: 1 as they do, 0 for never. */
  readonly mishaps: number;
  /** The phone's, which keeps its errors from one round to the next; a new one unless said. */
  readonly clock?: PhoneClock;
}

export type Happening =
  | { readonly kind: "heads-for" | "arrives" | "finishes" | "fails"; readonly stop: number }
  | { readonly kind: "home" };

/** One second of a round. */
export interface Tick {
  /** By our clock. */
  readonly at: number;
  /** The truth. */
  readonly place: Place;
  /** What the receiver says; null while it sees nothing or the phone is not awake. */
  readonly fix: FixDraft | null;
  readonly phone: PhoneState;
  readonly happened: readonly Happening[];
}

const SECOND_MS = 1_000;
/** How far from usual a driver's foot is. */
const PACE = { least: 0.92, spread: 0.16 };
/** Nobody opens, or the parcel is refused: one in twenty-five. */
const FAIL_SHARE = 0.04;

/** A driver's round, second by second. The same options make the same seconds. */
export class Round implements Course {
  readonly clock: PhoneClock;
  readonly #options: RoundOptions;
  readonly #dice: Dice;
  readonly #receiver: Receiver;
  readonly #mishaps: Mishaps;
  readonly #pace: number;
  #second = 0;
  /** The stop that is headed for or stood at; behind the last one it is home. */
  #next = 0;
  #drive: Drive | null = null;
  #since = 0;
  #standsUntil = 0;
  #place: Place;
  #isHome = false;

  constructor(options: RoundOptions) {
    this.#options = options;
    const { seed, from, startAt } = options;
    this.#dice = new Dice(seed);
    this.#pace = PACE.least + PACE.spread * this.#dice.next();
    this.#receiver = new Receiver(new Dice(seed + 1));
    this.#mishaps = new Mishaps(new Dice(seed + 2), options.mishaps);
    this.clock = options.clock ?? clockOfPhone(new Dice(seed + 3), startAt);
    this.#place = { lat: from.lat, lng: from.lng, speedMps: 0, headingDeg: 0, edge: "edge" in from ? from.edge : 0 };
  }

  /** Our time of the next tick. */
  get nextAt(): number {
    return this.#options.startAt + this.#second * SECOND_MS;
  }

  get isHome(): boolean {
    return this.#isHome;
  }

  tick(): Tick {
    const at = this.nextAt;
    const happened = this.#isHome ? [] : this.#move(at);
    const state = this.#mishaps.next(this.#second);
    const { sky } = this.#options.roads;
    const { edge } = this.#place;
    const isCovered = sky.covered[edge] === 1;
    const phone = isCovered ? { ...state, network: false } : state;
    const canyon = sky.canyon[edge] ?? 0;
    this.#second += 1;
    if (isCovered || phone.power !== "on") {
      this.#receiver.miss();
      return { at, place: this.#place, fix: null, phone, happened };
    }
    const { noise } = weatherAt(this.#options.roads.weatherSeed, at);
    const fix = this.#receiver.measure(this.#place, { canyon, noise }, this.clock.now(at));
    return { at, place: this.#place, fix, phone, happened };
  }

  #move(at: number): Happening[] {
    if (this.#drive === null) return this.#second < this.#standsUntil ? [] : this.#leave(at);
    const driven = this.#second - this.#since;
    this.#place = placeOn(this.#drive.stretches, driven);
    return driven < this.#drive.seconds ? [] : this.#arrive();
  }

  #arrive(): Happening[] {
    this.#drive = null;
    this.#place = { ...this.#place, speedMps: 0 };
    const stop = this.#options.stops[this.#next];
    if (!stop) {
      this.#isHome = true;
      return [{ kind: "home" }];
    }
    this.#standsUntil = this.#second + stop.serviceSeconds;
    return [{ kind: "arrives", stop: this.#next }];
  }

  /** From where the round begins, or from a door where the work is done. */
  #leave(at: number): Happening[] {
    const { stops, home, from, roads, topMps } = this.#options;
    const isDone = this.#standsUntil > 0;
    const happened: Happening[] = [];
    if (isDone) {
      happened.push({ kind: this.#dice.chance(FAIL_SHARE) ? "fails" : "finishes", stop: this.#next });
      this.#next += 1;
    }
    const here = (isDone ? stops[this.#next - 1]?.spot : from) ?? from;
    const hour = localHour(at, roads.timeZone);
    const pace = this.#pace * weatherAt(this.#options.roads.weatherSeed, at).pace;
    const way = wayBetween(roads.graph, here, stops[this.#next]?.spot ?? home, hour);
    this.#since = this.#second;
    if (way.edges.length === 0) return [...happened, ...this.#arrive()];
    this.#drive = planDrive(roads.graph, way, { hour, pace, topMps, dice: this.#dice });
    if (this.#next < stops.length) happened.push({ kind: "heads-for", stop: this.#next });
    return happened;
  }
}
