import type { Course } from "./course.ts";
import { Histogram } from "./histogram.ts";
import type { Load } from "./load.ts";

/** By what a listener tells which update it heard of: frames of dispatchers name the place exactly and the time roughly. */
export type Sign = { readonly at: number } | { readonly lat: number };

/** What listeners of one kind heard. */
export class Meter {
  readonly latency = new Histogram();
  /** Of updates that were due inside the window. */
  delivered = 0;
  /** From the first update to the last. */
  deliveredInAll = 0;
  repeated = 0;
  readonly #course: Course;
  readonly #load: Load;
  readonly #newest: Int32Array;

  constructor(course: Course, load: Load, listeners: number) {
    this.#course = course;
    this.#load = load;
    this.#newest = new Int32Array(load.drivers * listeners).fill(-1);
  }

  heard(listener: number, driver: number, sign: Sign): void {
    const now = performance.now();
    const update =
      "at" in sign ? this.#course.updateAtTime(driver, sign.at) : this.#course.updateAtPlace(driver, sign.lat);
    const place = listener * this.#load.drivers + driver;
    // Before its first update a driver has no place, or the one of an earlier phase.
    if (update < 0) return;
    if (update <= (this.#newest[place] ?? -1)) {
      this.repeated += 1;
      return;
    }
    this.#newest[place] = update;
    this.deliveredInAll += 1;
    if (!this.#course.isInWindow(driver, update)) return;
    this.delivered += 1;
    this.latency.record(now - this.#course.dueMs(driver, update));
  }
}
