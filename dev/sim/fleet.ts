import type { SigningKeys } from "../../src/platform/signing-keys.ts";
import { Api, type Person, someDispatcher } from "../chaos/api.ts";
import { addressOf } from "../chaos/socket-from.ts";
import { Ask } from "./ask.ts";
import type { CrewMember } from "./crew.ts";
import { Desk } from "./desk.ts";
import type { Figures } from "./figures.ts";
import { type PhoneKind, PhoneMaker } from "./make-phone.ts";
import { pause } from "./pause.ts";
import type { PhoneLine } from "./phones/phone.ts";
import type { Trip } from "../../src/protocol/api/trips.ts";
import { SimDriver } from "./sim-driver.ts";
import { Towns } from "./town.ts";
import { Turnstile } from "./turnstile.ts";

export interface FleetOptions {
  readonly url: string;
  readonly keys: SigningKeys;
  readonly crew: readonly CrewMember[];
  readonly seed: number;
  readonly mishaps: number;
  readonly speed: number;
  /** Whether a driver's shifts end. */
  readonly goesHome: (member: CrewMember) => boolean;
  readonly kindOf: (member: CrewMember) => PhoneKind;
  readonly figures: Figures;
  readonly onLine: (member: CrewMember, line: PhoneLine) => void;
  readonly onRound: (member: CrewMember, trip: Trip, desk: Desk) => void;
  readonly onTrouble: (cause: unknown) => void;
}

/** So many come on duty each second, and at once: a trip with its parcels is some ten requests, one after the other. */
const ON_DUTY_PER_SECOND = 4;
const ON_DUTY_AT_ONCE = 4;
/** Each driver's seconds begin at a moment of their own: looking this often, a fleet is a stream and no pulse. */
const BEAT_MS = 50;
const SECOND_MS = 1_000;
/** Apart from other simulated phones, whose addresses begin at 0. */
const FIRST_ADDRESS = 20_000;

/** Drivers at work, and the clock that they live by. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #towns = new Towns();
  readonly #turnstile = new Turnstile(ON_DUTY_AT_ONCE);
  readonly drivers: readonly SimDriver[];
  readonly #desks: readonly Desk[];

  constructor(options: FleetOptions) {
    this.#options = options;
    const made = options.crew.map((member) => this.#hire(member));
    this.drivers = made.map(({ driver }) => driver);
    this.#desks = made.map(({ desk }) => desk);
  }

  /** Until the signal ends it. */
  async work(signal: AbortSignal): Promise<void> {
    const beats = setInterval(() => this.#beat(Date.now()), BEAT_MS);
    try {
      await Promise.all(
        this.drivers.map(async (driver, index) => {
          await pause((index / ON_DUTY_PER_SECOND) * SECOND_MS, signal);
          await driver.work(signal);
        }),
      );
    } finally {
      clearInterval(beats);
    }
  }

  /** Calls off every trip that is under way. */
  async cancelTrips(): Promise<void> {
    const cancel = async (desk: Desk): Promise<void> => {
      const left = await desk.leftTrip();
      if (left.ok && left.value) await desk.cancelTrip(left.value.id);
    };
    // A hundred at once are what one Worker lets through to its database.
    await Promise.all(this.#desks.map(async (desk) => this.#turnstile.pass(async () => cancel(desk))));
  }

  #beat(now: number): void {
    for (const driver of this.drivers) driver.beat(now);
    this.#options.figures.away = this.drivers.filter(({ isOutOfReach }) => isOutOfReach).length;
  }

  #hire(member: CrewMember): { driver: SimDriver; desk: Desk } {
    const { url, keys, seed, mishaps, speed, goesHome, figures, kindOf, onLine, onRound, onTrouble } = this.#options;
    const { workplace, number } = member;
    const address = addressOf(FIRST_ADDRESS + number);
    const api = new Api(url, keys, workplace);
    const desk = new Desk(new Ask(api, address, figures), this.#deskPerson(member), member);
    const tell = (line: PhoneLine): void => onLine(member, line);
    const phones = new PhoneMaker({
      kind: kindOf(member),
      driverId: member.driverId,
      api,
      address,
      desk,
      figures,
      tell,
      onTrouble,
    });
    const driver = new SimDriver({
      member,
      town: () => this.#towns.of(workplace.tenant),
      desk,
      turnstile: this.#turnstile,
      figures,
      seed,
      mishaps,
      speed,
      goesHome: goesHome(member),
      makePhone: (round, trip) => phones.make(round, trip),
      onRound: (trip) => onRound(member, trip, desk),
      onTrouble,
    });
    return { driver, desk };
  }

  /** The demo's own dispatcher for the demo's drivers. For more, colleagues: one person may not ask so much in a minute. */
  #deskPerson({ workplace, isHired }: CrewMember): Person {
    return isHired ? someDispatcher() : { role: "dispatcher", id: workplace.dispatcherId };
  }
}
