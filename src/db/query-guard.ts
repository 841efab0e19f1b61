import { askBreaker, type Breaker, CLOSED, tellBreaker } from "../domain/circuit-breaker.ts";
import { judgeLoad, type Load, type LoadLevel, NO_LOAD, noteQuery, shedFor } from "../domain/load-shedding.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { DbError } from "./db-error.ts";
import { type Priority, QueryPlaces } from "./query-places.ts";

/** Shorter than for a provider: one query that tries costs nothing, and a database that sleeps wakes in half a second. */
const REST_MS = 5_000;
const SECOND_MS = 1_000;

/** Ends a query's stay; how it went is what the guard learns from. */
type Leave = (failed: boolean) => void;

/** Between this runtime and Postgres: so many queries at a time, none while it is down, and word of how it is doing. */
export class QueryGuard {
  readonly #places: QueryPlaces;
  readonly #now: () => number;
  #breaker: Breaker = CLOSED;
  #load: Load = NO_LOAD;

  constructor(places: number, now: () => number) {
    this.#places = new QueryPlaces(places, now);
    this.#now = now;
  }

  async enter(priority: Priority): Promise<Result<Leave, DbError>> {
    const began = this.#now();
    const { breaker, allowed, round } = askBreaker(this.#breaker, began, REST_MS);
    this.#breaker = breaker;
    if (!allowed) return this.#refuse(breaker.mode === "closed" ? began : breaker.until, began);
    const place = await this.#places.take(priority);
    this.#judge();
    if (place === null) return this.#refuse(began + SECOND_MS, began);
    const entered = this.#now();
    return ok((failed) => {
      const now = this.#now();
      this.#places.giveBack(place);
      this.#breaker = tellBreaker(this.#breaker, { round, failed }, now, REST_MS);
      this.#load = noteQuery(this.#load, now - entered, now);
      this.#judge();
    });
  }

  /** Seconds until it is worth asking again; undefined where there is room. */
  shed(priority: Priority, random: number): number | undefined {
    this.#judge();
    // What comes while a place is free takes it from nobody, however much else has to be sent away.
    if (priority === "normal" && this.#places.hasRoomFor(priority)) return undefined;
    return shedFor(this.#load, priority, { now: this.#now(), random })?.retryAfterSeconds;
  }

  state(): { readonly breaker: Breaker["mode"]; readonly load: LoadLevel } {
    this.#judge();
    return { breaker: this.#breaker.mode, load: this.#load.level };
  }

  #judge(): void {
    const now = this.#now();
    const isResting = this.#breaker.mode !== "closed";
    const { taken: inFlight, waiting, count: places } = this.#places;
    const reading = { inFlight, waiting, places, isResting };
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
  #needsPrimary = false;

  constructor(guard: QueryGuard) {
    this.#guard = guard;
  }

  /** Seconds until it is worth asking again; undefined lets it in. */
  admit(priority: Priority, random: number): number | undefined {
    this.#priority = priority;
    return this.#guard.shed(priority, random);
  }

  /** From now on: a copy may not have heard yet of what was changed last. */
  readPrimary(): void {
    this.#needsPrimary = true;
  }

  get needsPrimary(): boolean {
    return this.#needsPrimary;
  }

  async enter(): ReturnType<QueryGuard["enter"]> {
    return this.#guard.enter(this.#priority);
  }
}
