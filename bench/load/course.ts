import type { WireFix } from "../../src/protocol/live/fix.ts";
import { firstUpdate, type Load } from "./load.ts";

const METRES_PER_DEGREE = 111_195;
const SPEED_MPS = 10;
const ACCURACY_M = 5;
const SOUTH_WEST = { lat: 52.3, lng: 13.1 };
/** Streets next to each other, far enough that nobody is taken for another. */
const STREETS = 100;
const STREET_LNG = 0.004;
const BLOCK_LAT = 0.02;
export const CENTRE = { lat: 52.5, lng: 13.3 };

/** Who is where when: each driver goes north at an even speed, so that the place tells which update it was. */
export class Course {
  readonly #load: Load;
  readonly #stepLat: number;
  #startMs = Infinity;
  /** What to add to the monotonic clock for the time of day. */
  readonly #epochMs: number;

  constructor(load: Load) {
    this.#load = load;
    this.#stepLat = (SPEED_MPS * load.everyMs) / 1_000 / METRES_PER_DEGREE;
    this.#epochMs = Date.now() - performance.now();
  }

  /** The first update is due then. Until it is known, whatever is heard belongs to no update. */
  start(atMs: number): void {
    this.#startMs = atMs;
  }

  /** On this process's monotonic clock. */
  get startMs(): number {
    return this.#startMs;
  }

  /** When update `update` of a driver is due: all drivers evenly behind one another. */
  dueMs(driver: number, update: number): number {
    return this.#startMs + this.#sinceStartMs(driver, update);
  }

  /** Of what is measured. Without the clock, whose fractions would move an update or two over the window's edge. */
  isInWindow(driver: number, update: number): boolean {
    const { warmUpMs, windowMs } = this.#load;
    const sinceMs = this.#sinceStartMs(driver, update) - warmUpMs;
    return this.#startMs !== Infinity && sinceMs >= 0 && sinceMs < windowMs;
  }

  /** As a phone would send it: numbered from 1, with the time at which it was due. */
  fix(driver: number, update: number): WireFix {
    const { lat, lng } = startOf(driver);
    const at = Math.floor(this.#epochMs + this.dueMs(driver, update));
    const number = update - firstUpdate(this.#load, driver) + 1;
    return [number, at, lat + update * this.#stepLat, lng, ACCURACY_M, SPEED_MPS, 0, 0];
  }

  updateAtTime(driver: number, at: number): number {
    return Math.round((at - this.#epochMs - this.dueMs(driver, 0)) / this.#load.everyMs);
  }

  updateAtPlace(driver: number, lat: number): number {
    return Math.round((lat - startOf(driver).lat) / this.#stepLat);
  }

  #sinceStartMs(driver: number, update: number): number {
    return (driver / this.#load.drivers + update) * this.#load.everyMs;
  }
}

export function startOf(driver: number): { lat: number; lng: number } {
  return {
    lat: SOUTH_WEST.lat + Math.floor(driver / STREETS) * BLOCK_LAT,
    lng: SOUTH_WEST.lng + (driver % STREETS) * STREET_LNG,
  };
}
