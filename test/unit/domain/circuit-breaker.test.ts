import fc from "fast-check";
import { expect, test } from "vitest";
import {
  askBreaker,
  type Breaker,
  CALLS_MIN,
  CLOSED,
  FAILED_SHARE,
  FAILURES_IN_A_ROW_MAX,
  OPEN_MS,
  tellBreaker,
  WINDOW_MS,
} from "../../../src/domain/circuit-breaker.ts";

/** A multiple of the window's slices, so that a test knows where they begin. */
const START = 1_800_000_000_000;

/** Calls one after the other, each `stepMs` after the one before. */
function calls(outcomes: readonly boolean[], stepMs: number) {
  let [breaker, now, refused]: [Breaker, number, number] = [CLOSED, START, 0];
  for (const failed of outcomes) {
    const asked = askBreaker(breaker, now);
    breaker = asked.breaker;
    if (asked.allowed) breaker = tellBreaker(breaker, { round: asked.round, failed }, now);
    else refused += 1;
    now += stepMs;
  }
  return { mode: breaker.mode, refused, breaker };
}

const many = (count: number, failed: boolean) => Array.from({ length: count }, () => failed);

test("fifty failures in a row open it, however slowly they come", () => {
  expect(calls(many(FAILURES_IN_A_ROW_MAX - 1, true), WINDOW_MS).mode).toBe("closed");
  expect(calls(many(FAILURES_IN_A_ROW_MAX, true), WINDOW_MS).mode).toBe("open");
  const broken = [...many(30, true), false, ...many(FAILURES_IN_A_ROW_MAX - 1, true)];
  expect(calls(broken, WINDOW_MS).mode).toBe("closed");
});

test("half of twenty calls within half a minute open it; of nineteen they do not", () => {
  const halves = Array.from({ length: CALLS_MIN }, (_, index) => index % 2 === 1);
  expect(calls(halves, 100).mode).toBe("open");
  expect(calls(halves.slice(1), 100).mode).toBe("closed");
  expect(calls([...many(11, false), ...many(9, true)], 100).mode).toBe("closed");
});

test("what is older than half a minute is forgotten", () => {
  const { breaker } = calls(many(CALLS_MIN - 1, true), 100);
  const later = tellBreaker(breaker, { round: 0, failed: false }, START + 1 + WINDOW_MS + 2_000);
  expect(tellBreaker(later, { round: 0, failed: true }, START + WINDOW_MS + 2_100).mode).toBe("closed");
});

test("after its rest one call tries: its outcome closes or opens it", () => {
  const { breaker } = calls(many(CALLS_MIN, true), 10);
  const at = START + CALLS_MIN * 10 + OPEN_MS;
  expect(askBreaker(breaker, START + OPEN_MS / 2).allowed).toBe(false);
  const tried = askBreaker(breaker, at);
  expect([tried.allowed, askBreaker(tried.breaker, at + 1).allowed]).toEqual([true, false]);
  expect(tellBreaker(tried.breaker, { round: tried.round, failed: false }, at + 5).mode).toBe("closed");
  expect(tellBreaker(tried.breaker, { round: tried.round, failed: true }, at + 5).mode).toBe("open");
});

test("a trial that is never heard of again keeps nobody out for longer than a rest", () => {
  const { breaker } = calls(many(CALLS_MIN, true), 10);
  const first = askBreaker(breaker, START + 2 * OPEN_MS);
  expect(askBreaker(first.breaker, START + 3 * OPEN_MS - 1).allowed).toBe(false);
  const second = askBreaker(first.breaker, START + 3 * OPEN_MS);
  expect(second.allowed).toBe(true);
  expect(tellBreaker(second.breaker, { round: first.round, failed: true }, START + 3 * OPEN_MS).mode).toBe("half-open");
});

const SLICE_MS = WINDOW_MS / 10;

/** The rules as they are told to people: a list of all calls, counted anew each time, and no sums kept. */
class Model {
  mode: Breaker["mode"] = "closed";
  /** Distinguishes calls of this mode from those that began before it. */
  era = 0;
  #calls: { at: number; failed: boolean }[] = [];
  #until = 0;

  ask(now: number): boolean {
    if (this.mode === "closed") return true;
    if (now < this.#until) return false;
    this.#become("half-open", now);
    return true;
  }

  tell(era: number, failed: boolean, now: number): void {
    if (era !== this.era || this.mode === "open") return;
    if (this.mode === "half-open") return this.#become(failed ? "open" : "closed", now);
    this.#calls.push({ at: now, failed });
    if (this.#isTooMuch(now)) this.#become("open", now);
  }

  #isTooMuch(now: number): boolean {
    const slice = (at: number) => Math.floor(at / SLICE_MS);
    const recent = this.#calls.filter(({ at }) => slice(at) > slice(now) - WINDOW_MS / SLICE_MS);
    const failed = recent.filter((call) => call.failed).length;
    const tail = this.#calls.slice(-FAILURES_IN_A_ROW_MAX);
    const areAllFailed = tail.length === FAILURES_IN_A_ROW_MAX && tail.every((call) => call.failed);
    return areAllFailed || (recent.length >= CALLS_MIN && failed / recent.length >= FAILED_SHARE);
  }

  #become(mode: Breaker["mode"], now: number): void {
    this.mode = mode;
    this.era += 1;
    this.#calls = [];
    this.#until = now + OPEN_MS;
  }
}

/** Asks, or tells the outcome of one of the calls that are under way. */
type Step = { ask: boolean; wait: number; which: number; failed: boolean };

const step: fc.Arbitrary<Step> = fc.record({
  ask: fc.boolean(),
  wait: fc.oneof(
    { weight: 30, arbitrary: fc.nat({ max: 800 }) },
    { weight: 1, arbitrary: fc.integer({ min: 20_000, max: 70_000 }) },
  ),
  which: fc.nat({ max: 30 }),
  failed: fc.nat({ max: 3 }).map((n) => n > 0),
});

class Both {
  readonly #model = new Model();
  readonly #underWay: { round: number; era: number }[] = [];
  #breaker: Breaker = CLOSED;

  take({ ask, which, failed }: Step, now: number): [real: unknown, model: unknown] {
    if (ask) return this.#ask(now);
    const [call] = this.#underWay.splice(which % Math.max(1, this.#underWay.length), 1);
    if (call) {
      this.#breaker = tellBreaker(this.#breaker, { round: call.round, failed }, now);
      this.#model.tell(call.era, failed, now);
    }
    return [this.#breaker.mode, this.#model.mode];
  }

  #ask(now: number): [unknown, unknown] {
    const asked = askBreaker(this.#breaker, now);
    this.#breaker = asked.breaker;
    const allowed = this.#model.ask(now);
    if (allowed) this.#underWay.push({ round: asked.round, era: this.#model.era });
    return [`${asked.allowed} ${asked.breaker.mode}`, `${allowed} ${this.#model.mode}`];
  }
}

test("it does what the model does, whatever is asked and told in whatever order", () => {
  const seen = new Set<unknown>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 60, maxLength: 250 }), (steps) => {
      const both = new Both();
      let now = START;
      for (const one of steps) {
        now += one.wait;
        const [real, model] = both.take(one, now);
        seen.add(model);
        expect(real).toBe(model);
      }
    }),
    { numRuns: 1_000 },
  );
  const asked = ["true closed", "false open", "true half-open", "false half-open"];
  expect(seen).toEqual(new Set([...asked, "closed", "open", "half-open"]));
});
