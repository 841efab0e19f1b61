import type { FixDraft } from "../../../src/domain/live-client/outbox.ts";
import { METRES_PER_LAT, roundTo } from "../../../src/domain/geo.ts";
import type { Dice } from "../../chaos/dice.ts";
import { gaussian } from "./gaussian.ts";
import type { Place } from "./stretch.ts";

export interface Sight {
  /** 0 in the open to 1 between high walls. */
  readonly canyon: number;
  /** 1 in dry weather. */
  readonly noise: number;
}

/** What phones are off by under an open sky, and how much more between the highest walls. */
const OPEN_M = 2.5;
const WALLS_M = 11;
/** The error drifts: half of it is another one after some 17 seconds. */
const DRIFT_SECONDS = 25;
/** After a tunnel the first places are guesses, and so is the first one of all. */
const COLD_FACTOR = 4;
const COLD_SECONDS = 8;
/** Between high walls a signal may come by a mirror: about once in half an hour the place is streets away. */
const MIRROR_CHANCE = 1 / 1_800;
const MIRROR_FROM_CANYON = 0.5;
const MIRROR_M = [90, 260] as const;
/** Slower than this a receiver knows no direction. */
const HEADING_FROM_MPS = 0.8;
const SPEED_NOISE_MPS = 0.3;
const HEADING_NOISE_DEG = 4;
const ACCURACY_MIN_M = 3;
/** What a phone says is off by this much from what is true of it. */
const ACCURACY_GUESS = [0.9, 1.5] as const;
/** A centimetre, and a tenth of everything else: more digits than that are noise. */
const PER_DEGREE = 1e7;
const PER_UNIT = 10;

/** A phone's receiver, asked once a second: what it says is near the truth, and wrong in a way of its own for a while. */
export class Receiver {
  readonly #dice: Dice;
  /** Metres off, in units of the deviation that the place allows. */
  #east: number;
  #north: number;
  #coldFor = COLD_SECONDS;

  constructor(dice: Dice) {
    this.#dice = dice;
    this.#east = gaussian(dice);
    this.#north = gaussian(dice);
  }

  /** A second without signal. */
  miss(): void {
    this.#coldFor = COLD_SECONDS;
    this.#drift();
  }

  /** `at` is what the phone's clock says. */
  measure({ lat, lng, speedMps, headingDeg }: Place, { canyon, noise }: Sight, at: number): FixDraft {
    this.#drift();
    const cold = 1 + ((COLD_FACTOR - 1) * this.#coldFor) / COLD_SECONDS;
    this.#coldFor = Math.max(0, this.#coldFor - 1);
    const offM = (OPEN_M + WALLS_M * canyon) * noise * cold;
    const mirror = this.#mirror(canyon);
    const perLng = METRES_PER_LAT * Math.cos((lat * Math.PI) / 180);
    const said = ACCURACY_GUESS[0] + (ACCURACY_GUESS[1] - ACCURACY_GUESS[0]) * this.#dice.next();
    const speed = Math.max(0, speedMps + SPEED_NOISE_MPS * gaussian(this.#dice));
    const heading = (headingDeg + HEADING_NOISE_DEG * gaussian(this.#dice) + 360) % 360;
    return {
      at,
      lat: roundTo(lat + (this.#north * offM + mirror.north) / METRES_PER_LAT, PER_DEGREE),
      lng: roundTo(lng + (this.#east * offM + mirror.east) / perLng, PER_DEGREE),
      accuracyM: roundTo(Math.max(ACCURACY_MIN_M, offM * said), PER_UNIT),
      speedMps: roundTo(speedMps === 0 ? 0 : speed, PER_UNIT),
      headingDeg: speedMps < HEADING_FROM_MPS ? null : roundTo(heading, PER_UNIT) % 360,
      flags: 0,
    };
  }

  #drift(): void {
    const kept = Math.exp(-1 / DRIFT_SECONDS);
    const fresh = Math.sqrt(1 - kept * kept);
    this.#east = kept * this.#east + fresh * gaussian(this.#dice);
    this.#north = kept * this.#north + fresh * gaussian(this.#dice);
  }

  #mirror(canyon: number): { north: number; east: number } {
    const isMirrored = this.#dice.chance(MIRROR_CHANCE) && canyon > MIRROR_FROM_CANYON;
    if (!isMirrored) return { north: 0, east: 0 };
    const awayM = this.#dice.between(...MIRROR_M);
    const angle = 2 * Math.PI * this.#dice.next();
    return { north: awayM * Math.cos(angle), east: awayM * Math.sin(angle) };
  }
}
