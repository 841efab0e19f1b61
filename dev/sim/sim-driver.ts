import { isStopOver } from "../../src/domain/stop-state.ts";
import type { Trip } from "../../src/protocol/api/trips.ts";
import { Dice } from "../chaos/dice.ts";
import type { CrewMember } from "./crew.ts";
import type { Desk } from "./desk.ts";
import type { Figures } from "./figures.ts";
import { planStops } from "./model/plan-stops.ts";
import { Round } from "./model/round.ts";
import { shiftFrom } from "./model/shift.ts";
import { topSpeedMps } from "./model/vehicle-speed.ts";
import { nearestSpot } from "./model/way.ts";
import { Outing } from "./outing.ts";
import { pause } from "./pause.ts";
import type { Phone } from "./phones/phone.ts";
import type { Town } from "./town.ts";
import type { Turnstile } from "./turnstile.ts";

export interface SimDriverOptions {
  readonly member: CrewMember;
  /** Made when it is asked for first. */
  readonly town: () => Town;
  readonly desk: Desk;
  /** Where drivers queue who want to begin. */
  readonly turnstile: Turnstile;
  readonly figures: Figures;
  readonly seed: number;
  /** How often phones fail: 1 as they do, 0 for never. */
  readonly mishaps: number;
  readonly speed: number;
  /** False for one who is always there. */
  readonly goesHome: boolean;
  readonly makePhone: (round: Round, trip: Trip) => Promise<Phone>;
  readonly onRound: (trip: Trip) => void;
  readonly onTrouble: (cause: unknown) => void;
}

/** A cup of coffee between two rounds. */
const PAUSE_MS = [10_000, 40_000] as const;
/** What the desk cannot open now may work a little later. */
const AGAIN_MS = 30_000;
const POLL_MS = 500;
/** Unlike numbers for unlike drivers and rounds, whatever the seed. */
const SEED_STEP = { driver: 7_919, round: 104_729, shifts: 15_485_863 };

/** One driver's days: shift after shift, and in each round after round with its trip, until the run ends. */
export class SimDriver {
  readonly #options: SimDriverOptions;
  readonly #dice: Dice;
  readonly #shiftDice: Dice;
  #rounds = 0;
  #outing: Outing | null = null;
  #isTaken = false;

  constructor(options: SimDriverOptions) {
    this.#options = options;
    const seed = options.seed + options.member.number * SEED_STEP.driver;
    this.#dice = new Dice(seed);
    this.#shiftDice = new Dice(seed + SEED_STEP.shifts);
  }

  get tripId(): Trip["id"] | null {
    return this.#outing?.trip.id ?? null;
  }

  get isOutOfReach(): boolean {
    return this.#outing?.isOutOfReach ?? false;
  }

  beat(now: number): void {
    this.#outing?.beat(now);
  }

  async work(signal: AbortSignal): Promise<void> {
    const { goesHome, desk } = this.#options;
    while (!signal.aborted && !this.#isTaken) {
      const { endsAt, nextAt } = shiftFrom(Date.now(), this.#shiftDice);
      await this.#drive(goesHome ? endsAt : Infinity, signal);
      if (signal.aborted || this.#isTaken) return;
      await desk.sendHome();
      await pause(nextAt - Date.now(), signal);
    }
  }

  async #drive(until: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#isTaken && Date.now() < until) {
      try {
        await this.#round(signal);
        await pause(this.#dice.between(...PAUSE_MS), signal);
      } catch (cause) {
        this.#options.onTrouble(cause);
        await pause(AGAIN_MS, signal);
      }
    }
  }

  async #round(signal: AbortSignal): Promise<void> {
    const { figures, onRound, turnstile } = this.#options;
    const trip = await turnstile.pass(() => this.#takeTrip());
    const outing = await this.#begin(trip);
    this.#outing = outing;
    figures.onRoad += 1;
    onRound(trip);
    try {
      while (!outing.isOver && !signal.aborted) await pause(POLL_MS, signal);
      this.#isTaken = outing.isTaken;
      if (this.#isTaken) throw new Error("a driver was taken over by another device");
      if (signal.aborted) return;
      await outing.finish();
      figures.trips += 1;
    } finally {
      this.#outing = null;
      outing.stop();
      figures.onRoad -= 1;
    }
  }

  /** What an earlier run left is driven to its end first. */
  async #takeTrip(): Promise<Trip> {
    const { desk, town, member } = this.#options;
    const left = await desk.leftTrip();
    if (left.ok && left.value) return left.value;
    const now = Date.now();
    const { city } = town();
    const depot = city.depots[member.number % city.depots.length];
    const [lng, lat] = depot?.at ?? [0, 0];
    const label = `${member.name.replaceAll(" ", "-")}-${Math.floor(now / 1_000).toString(36)}`;
    const opened = left.ok ? await desk.openRound(planStops(city, this.#dice, { lat, lng }), label, now) : left;
    if (!opened.ok) throw new Error(`no trip: ${opened.error.status} ${opened.error.code}`);
    return opened.value;
  }

  async #begin(trip: Trip): Promise<Outing> {
    const { member, desk, seed, mishaps, speed, makePhone, onTrouble } = this.#options;
    const town = this.#options.town();
    const open = trip.stops.filter(({ status }) => !isStopOver(status));
    const [first] = open;
    const depot = town.depotNear(first ?? trip.point ?? { lat: 0, lng: 0 });
    const start = first ? town.spotBefore(first, this.#dice) : depot;
    const now = Date.now();
    this.#rounds += 1;
    const round = new Round({
      roads: town.roads,
      seed: seed + member.number * SEED_STEP.driver + this.#rounds * SEED_STEP.round,
      startAt: speed > 1 ? (trip.point?.at ?? trip.startedAt ?? now) : now,
      topMps: topSpeedMps(member.vehicle),
      from: trip.point ? nearestSpot(town.roads.graph, trip.point) : start,
      stops: open.map((stop) => ({ spot: town.spotAt(stop), serviceSeconds: stop.serviceSeconds })),
      home: depot,
      mishaps,
    });
    const phone = await makePhone(round, trip);
    await phone.start();
    const stopIds = open.map(({ stopId }) => stopId);
    return new Outing({ trip, round, phone, desk, stopIds, speed, onTrouble }, now);
  }
}
