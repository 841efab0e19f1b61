import type { shedFor } from "../domain/load-shedding.ts";

export type Priority = Parameters<typeof shedFor>[1];

/** Whoever waited so long for a place is better told so: its query would take its own time on top. */
const WAIT_MS = 2_000;
/** Places come free with each answer, of which a healthy database gives hundreds a second. */
const LOOK_AGAIN_MS = 20;
/** A query and its second try take ten seconds at most. A request that is cancelled never gives its place back. */
const KEPT_MS = 15_000;
/** Of the places. Half of them are never anything's but what is critical; a quarter is enough for any report. */
const SHARE: Readonly<Record<Priority, number>> = { critical: 1, normal: 0.5, low: 0.25 };

interface Stay {
  readonly priority: Priority;
  readonly until: number;
}

/** So many queries at a time, and no more than as many who wait: of those the last would wait in vain. */
export class QueryPlaces {
  readonly count: number;
  readonly #now: () => number;
  /** When each place falls back by itself. A counter would leak: what is cancelled runs no `finally`. */
  readonly #taken = new Map<number, Stay>();
  /** When each who waits gives up. */
  readonly #waiting = new Map<number, Stay>();
  #next = 0;

  constructor(count: number, now: () => number) {
    this.count = count;
    this.#now = now;
  }

  get taken(): number {
    return dropOld(this.#taken, this.#now()).size;
  }

  get waiting(): number {
    return dropOld(this.#waiting, this.#now()).size;
  }

  /** It would not have to wait, and nobody who came before it does. */
  hasRoomFor(priority: Priority): boolean {
    return this.waiting === 0 && this.#isFreeFor(priority);
  }

  /** Null when none came free in time. By looking again: one request must not be woken by another, which may have ended. */
  async take(priority: Priority): Promise<number | null> {
    const until = this.#now() + WAIT_MS;
    const number = (this.#next += 1);
    if (this.#take(number, priority)) return number;
    if (priority !== "critical" && this.waiting >= this.count) return null;
    this.#waiting.set(number, { priority, until });
    try {
      while (this.#now() < until) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
        if (this.#take(number, priority)) return number;
      }
      return null;
    } finally {
      this.#waiting.delete(number);
    }
  }

  giveBack(place: number): void {
    this.#taken.delete(place);
  }

  /** Looks and takes in one step: of many who come at once each sees what the one before it took. */
  #take(number: number, priority: Priority): boolean {
    if (!this.#isFreeFor(priority)) return false;
    this.#taken.set(number, { priority, until: this.#now() + KEPT_MS });
    return true;
  }

  /** What is more urgent takes nothing away from a share: so the share is used up while there is any place at all. */
  #isFreeFor(priority: Priority): boolean {
    if (this.taken >= this.count) return false;
    if (priority === "critical") return true;
    if ([...this.#waiting.values()].some((stay) => stay.priority === "critical")) return false;
    const alike = [...this.#taken.values()].filter((stay) => SHARE[stay.priority] <= SHARE[priority]).length;
    return alike < Math.max(1, Math.floor(this.count * SHARE[priority]));
  }
}

/** Each stays as long as the others, so that those who came first are those whose time is over first. */
function dropOld(stays: Map<number, Stay>, now: number): ReadonlyMap<number, Stay> {
  for (const [number, { until }] of stays) {
    if (until > now) break;
    stays.delete(number);
  }
  return stays;
}
