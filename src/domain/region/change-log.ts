import type { TripId } from "../../protocol/ids.ts";
import type { RegionSince } from "../../protocol/live/dispatch-up.ts";

/** A tenth of a second each: a viewer that was away for a minute is told what changed, a longer one gets everything. */
const REVS_KEPT = 600;
/**
 * Which trips changed under which number. What they changed to is the board's to say: the newest is enough.
 * A number is the time at which it was first told, in milliseconds. What was told after the last save is forgotten with
 * the object's memory, but time goes on: no number is ever told twice for two states, and none needs to be stored.
 */
export class ChangeLog {
  readonly epoch: string;
  #kept: { readonly rev: number; readonly trips: readonly TripId[] }[] = [];
  #rev: number;
  /** Changes after this number are known. */
  #base: number;
  /** Something changed that nobody was told. */
  #isCut = false;

  /** A new log begins now, a stored one where it was saved. */
  constructor({ epoch, rev }: RegionSince) {
    this.epoch = epoch;
    this.#rev = rev;
    this.#base = rev;
  }

  /** Nobody is there to be told: a change needs no number until somebody asks for one. */
  cut(): void {
    this.#isCut = true;
  }

  /** The number of the state as it is now. */
  current(now: number): number {
    if (this.#isCut) {
      this.#isCut = false;
      this.#rev = this.#after(now);
      this.#base = this.#rev;
      this.#kept = [];
    }
    return this.#rev;
  }

  /** Numbers what changed. */
  add(trips: readonly TripId[], now: number): { prev: number; rev: number } {
    const prev = this.current(now);
    this.follow(this.#after(now), trips);
    return { prev, rev: this.#rev };
  }

  /** Takes over a number that the log which this one copies has given. */
  follow(rev: number, trips: readonly TripId[]): void {
    this.#rev = rev;
    this.#kept.push({ rev, trips });
    const dropped = this.#kept.length > REVS_KEPT ? this.#kept.shift() : undefined;
    if (dropped) this.#base = dropped.rev;
  }

  /** The trips that changed after this number; null when that is not known. */
  since({ epoch, rev }: RegionSince, now: number): TripId[] | null {
    if (epoch !== this.epoch) return null;
    if (rev === this.current(now)) return [];
    const told = this.#kept.findIndex((each) => each.rev === rev);
    if (told === -1 && rev !== this.#base) return null;
    return [...new Set(this.#kept.slice(told + 1).flatMap(({ trips }) => trips))];
  }

  /** Two changes in one millisecond borrow from the next. */
  #after(now: number): number {
    return Math.max(this.#rev + 1, now);
  }
}
