import fc from "fast-check";
import { expect, test } from "vitest";
import {
  FALL_MS,
  judgeLoad,
  LEVELS,
  type Load,
  NO_LOAD,
  noteQuery,
  RISE_MS,
  shedFor,
  SLOW_MS,
} from "../../../src/domain/load-shedding.ts";

const START = 1_800_000_000_000;
const QUIET = { inFlight: 0, waiting: 0, places: 10, isResting: false };
const FULL = { ...QUIET, inFlight: 10, waiting: 10 };
const PRIORITIES = ["critical", "normal", "low"] as const;

const refused = (load: Load, now: number, random = 0.5) =>
  PRIORITIES.filter((priority) => shedFor(load, priority, { now, random }) !== undefined);

/** Judges once every 100 ms from `from` on, for so long. */
function under(load: Load, reading: typeof QUIET, from: number, ms: number): Load {
  let judged = load;
  for (let at = from; at <= from + ms; at += 100) judged = judgeLoad(judged, reading, at);
  return judged;
}

test("a burst of less than a second sends nobody away", () => {
  const burst = under(NO_LOAD, FULL, START, RISE_MS - 100);
  expect(refused(burst, START + RISE_MS)).toEqual([]);
});

test("low goes first, then normal, and in the other order they come back", () => {
  const busy = under(NO_LOAD, FULL, START, RISE_MS);
  expect(refused(busy, START + RISE_MS)).toEqual(["low"]);
  const overloaded = under(busy, FULL, START + RISE_MS, RISE_MS);
  const from = START + 2 * RISE_MS + 100;
  expect(refused(overloaded, from)).toEqual(["normal", "low"]);
  expect(refused(under(overloaded, QUIET, from, FALL_MS - 100), from + FALL_MS)).toEqual(["normal", "low"]);
  const better = under(overloaded, QUIET, from, FALL_MS);
  expect(refused(better, from + FALL_MS)).toEqual(["low"]);
  expect(refused(under(better, QUIET, from + FALL_MS, FALL_MS), from + 2 * FALL_MS)).toEqual([]);
});

test("a database that rests costs reports their turn, and nothing else", () => {
  const resting = under(NO_LOAD, { ...QUIET, isResting: true }, START, 60_000);
  expect(refused(resting, START + 60_000)).toEqual(["low"]);
});

test("slow answers count once there are enough of them: half of them, then nine in ten", () => {
  const after = (slow: number, quick: number) => {
    let load = NO_LOAD;
    for (let at = 0; at < slow + quick; at += 1) load = noteQuery(load, at < slow ? SLOW_MS : 5, START);
    return under(load, QUIET, START, 3 * RISE_MS).level;
  };
  expect([after(19, 0), after(9, 11), after(10, 10), after(17, 3), after(18, 2)]).toEqual([
    "calm",
    "calm",
    "busy",
    "busy",
    "overloaded",
  ]);
});

test("the wait that is told ends when the level would, spread by a fifth", () => {
  const overloaded = under(NO_LOAD, FULL, START, 2 * RISE_MS);
  const now = START + 2 * RISE_MS;
  const wait = (priority: "normal" | "low", random: number) =>
    shedFor(overloaded, priority, { now, random })?.retryAfterSeconds;
  expect([wait("normal", 0.5), wait("low", 0.5)]).toEqual([FALL_MS / 1000, (2 * FALL_MS) / 1000]);
  expect([wait("normal", 0), wait("normal", 1)]).toEqual([8, 12]);
  const later = judgeLoad(judgeLoad(overloaded, QUIET, now + 100), QUIET, now + 4_100);
  expect(shedFor(later, "normal", { now: now + 4_100, random: 0.5 })?.retryAfterSeconds).toBe(6);
});

test("what nobody looked at for long is over", () => {
  const overloaded = under(NO_LOAD, FULL, START, 2 * RISE_MS);
  const later = START + 2 * RISE_MS + LEVELS.length * FALL_MS;
  expect(refused(overloaded, later)).toEqual([]);
  expect(judgeLoad(overloaded, QUIET, later).level).toBe("calm");
});

const moment = fc.record({
  wait: fc.nat({ max: 5_000 }),
  inFlight: fc.nat({ max: 10 }),
  waiting: fc.nat({ max: 20 }),
  isResting: fc.boolean(),
  queryMs: fc.nat({ max: 3_000 }),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("whatever happens: critical passes, normal is refused only where low is, and a level is never jumped", () => {
  fc.assert(
    fc.property(fc.array(moment, { maxLength: 80 }), (moments) => {
      let [load, now] = [NO_LOAD, START];
      for (const { wait, queryMs, random, ...seen } of moments) {
        now += wait;
        const before = load;
        load = judgeLoad(noteQuery(load, queryMs, now), { ...seen, places: 10 }, now);
        const waitOf = (priority: (typeof PRIORITIES)[number]) =>
          shedFor(load, priority, { now, random })?.retryAfterSeconds ?? 0;
        expect(waitOf("critical")).toBe(0);
        expect(waitOf("low")).toBeGreaterThanOrEqual(waitOf("normal"));
        const step = Math.abs(LEVELS.indexOf(load.level) - LEVELS.indexOf(before.level));
        const isForgotten = now - before.judgedAt >= FALL_MS * LEVELS.length;
        expect(isForgotten ? 0 : step).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 300 },
  );
});
