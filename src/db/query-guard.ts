import { askBreaker, type Breaker, CLOSED, tellBreaker } from "../domain/circuit-breaker.ts";
import { judgeLoad, type Load, type LoadLevel, NO_LOAD, noteQuery, shedFor } from "../domain/load-shedding.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { DbError } from "./db-error.ts";

/** Whoever waited so long for a place is better told so: its query would take its own time on top. */
const PLACE_WAIT_MS = 2_000;
/** Places come free with each answer, of which a healthy database gives hundreds a second. */
const LOOK_AGAIN_MS = 20;
/** A query and its second try take ten seconds at most. A request that is cancelled never gives its place back. */
const PLACE_KEPT_MS = 15_000;
/** Shorter than for a provider: one query that tries costs nothing, and a database that sleeps wakes in half a second. */
const REST_MS = 5_000;
const SECOND_MS = 1_000;

type Priority = Parameters<typeof shedFor>[1];
/** Of the places. Half of them are always there for what is critical; a quarter is enough for any report. */
const SHARE: Readonly<Record<Priority, number>> = { critical: 1, normal: 0.5, low: 0.25 };

/** Ends a query's stay; how it went is what the guard learns from. */
type Leave = (failed: boolean) => void;

/** Between this runtime and Postgres: so many queries at a time, none while it is down, and word of how it is doing. */
export class QueryGuard {
  readonly #places: number;
  readonly #now: () => number;
  /** When each place falls back by itself. A counter would leak: what is cancelled runs no `finally`. */
  readonly #taken = new Map<number, number>();
  /** When each who waits gives up. */
  readonly #waiting = new Map<number, number>();
  #next = 0;
  #breaker: Breaker = CLOSED;
  #load: Load = NO_LOAD;

  constructor(places: number, now: () => number) {
    this.#places = places;
    this.#now = now;
  }

  async enter(priority: Priority): Promise<Result<Leave, DbError>> {
    const began = this.#now();
    const { breaker, allowed, round } = askBreaker(this.#breaker, began, REST_MS);
    this.#breaker = breaker;
    if (!allowed) return this.#refuse(breaker.mode === "closed" ? began : breaker.until, began);
    const place = await this.#place(priority, began);
    this.#judge();
    if (place === null) return this.#refuse(began + SECOND_MS, began);
    const entered = this.#now();
    return ok((failed) => {
      const now = this.#now();
      this.#taken.delete(place);
      this.#breaker = tellBreaker(this.#breaker, { round, failed }, now, REST_MS);
      this.#load = noteQuery(this.#load, now - entered, now);
      this.#judge();
    });
  }

  /** Seconds until it is worth asking again; undefined where there is room. */
  shed(priority: Priority, random: number): number | undefined {
    this.#judge();
    return shedFor(this.#load, priority, { now: this.#now(), random })?.retryAfterSeconds;
  }

  state(): { readonly breaker: Breaker["mode"]; readonly load: LoadLevel } {
    this.#judge();
    return { breaker: this.#breaker.mode, load: this.#load.level };
  }

  /** By looking again and again, not by being told: one request must not be woken by another, which may have ended. */
  async #place(priority: Priority, began: number): Promise<number | null> {
    const places = Math.max(1, Math.floor(this.#places * SHARE[priority]));
    const number = (this.#next += 1);
    if (this.#take(number, places)) return number;
    this.#waiting.set(number, began + PLACE_WAIT_MS);
    try {
      while (this.#now() - began < PLACE_WAIT_MS) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
        if (this.#take(number, places)) return number;
      }
      return null;
    } finally {
      this.#waiting.delete(number);
    }
  }

  /** Looks and takes in one step: of many who come at once each sees what the one before it took. */
  #take(number: number, places: number): boolean {
    const now = this.#now();
    if (this.#taken.size >= places) dropBefore(this.#taken, now);
    if (this.#taken.size >= places) return false;
    this.#taken.set(number, now + PLACE_KEPT_MS);
    return true;
  }

  #judge(): void {
    const now = this.#now();
    dropBefore(this.#waiting, now);
    const isResting = this.#breaker.mode !== "closed";
    const reading = { inFlight: this.#taken.size, waiting: this.#waiting.size, places: this.#places, isResting };
    this.#load = judgeLoad(this.#load, reading, now);
  }

  #refuse(until: number, now: number): { readonly ok: false; readonly error: DbError } {
    const retryAfterSeconds = Math.max(1, Math.ceil((until - now) / SECOND_MS));
    return err({ tag: "unavailable", transient: false, retryAfterSeconds });
  }
}

/** One request's way through the guard: what it turns out to be decides how much room there is for it. */
export class Visit {
  readonly #guard: QueryGuard;
  /** Until a route has said so: of work in queues, of sockets and of trackers none ever does. */
  #priority: Priority = "critical";

  constructor(guard: QueryGuard) {
    this.#guard = guard;
  }

  /** Seconds until it is worth asking again; undefined lets it in. */
  admit(priority: Priority, random: number): number | undefined {
    this.#priority = priority;
    return this.#guard.shed(priority, random);
  }

  async enter(): ReturnType<QueryGuard["enter"]> {
    return this.#guard.enter(this.#priority);
  }
}

function dropBefore(entries: Map<number, number>, now: number): void {
  for (const [number, until] of entries) if (until <= now) entries.delete(number);
}
