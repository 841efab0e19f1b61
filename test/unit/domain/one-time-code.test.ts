import { array, assert, constant, constantFrom, integer, oneof, property, record } from "fast-check";
import { expect, test } from "vitest";
import {
  checkCode,
  FAILURES_BEFORE_LOCK,
  forgottenAt,
  NO_CODES,
  sendCode,
  TRIES_PER_CODE,
  type CodeState,
} from "../../../src/domain/one-time-code.ts";

const START = 1_800_000_000_000;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function sent(state: CodeState, id: string, now: number): CodeState {
  const sending = sendCode(state, id, `mac of ${id}`, now);
  if (!sending.ok) throw new Error(sending.reason);
  return sending.state;
}

/** The reason of the last of some wrong tries, and what they left. */
function wrong(state: CodeState, id: string, now: number, times: number): { reason: string; state: CodeState } {
  let last = { reason: "none", state };
  for (let n = 0; n < times; n++) {
    const checking = checkCode(last.state, id, false, now);
    last = { reason: checking.ok ? "ok" : checking.reason, state: checking.state };
  }
  return last;
}

const reasonOf = (checking: ReturnType<typeof checkCode>): string => (checking.ok ? "ok" : checking.reason);

test("a code opens once, within five minutes", () => {
  const state = sent(NO_CODES, "a", START);
  expect(reasonOf(checkCode(state, "a", true, START + 5 * MINUTE))).toBe("expired");
  const first = checkCode(state, "a", true, START + 5 * MINUTE - 1);
  expect(first.ok).toBe(true);
  expect(reasonOf(checkCode(first.state, "a", true, START + 1))).toBe("unknown");
});

test("five wrong tries end a code, even for the right digits", () => {
  const { reason, state } = wrong(sent(NO_CODES, "a", START), "a", START, TRIES_PER_CODE);
  expect(reason).toBe("wrong");
  expect(reasonOf(checkCode(state, "a", true, START))).toBe("exhausted");
  expect(reasonOf(checkCode(wrong(sent(NO_CODES, "a", START), "a", START, 4).state, "a", true, START))).toBe("ok");
});

test("a new code ends the old one", () => {
  const state = sent(sent(NO_CODES, "a", START), "b", START + 30 * SECOND);
  expect(reasonOf(checkCode(state, "a", true, START + 31 * SECOND))).toBe("unknown");
  expect(reasonOf(checkCode(state, "b", true, START + 31 * SECOND))).toBe("ok");
});

test("one code in thirty seconds, three in ten minutes", () => {
  const one = sent(NO_CODES, "a", START);
  expect(sendCode(one, "b", "m", START + 29_001)).toEqual({ ok: false, reason: "too-soon", retryAfterSeconds: 1 });
  const three = sent(sent(one, "b", START + 30 * SECOND), "c", START + MINUTE);
  expect(sendCode(three, "d", "m", START + 2 * MINUTE)).toEqual({
    ok: false,
    reason: "too-many",
    retryAfterSeconds: 8 * 60,
  });
  expect(sendCode(three, "d", "m", START + 10 * MINUTE).ok).toBe(true);
});

test("twenty failures in a row lock for an hour, across codes", () => {
  let state: CodeState = NO_CODES;
  for (let code = 0; code < FAILURES_BEFORE_LOCK / TRIES_PER_CODE; code++) {
    const now = START + code * 4 * MINUTE;
    ({ state } = wrong(sent(state, `${code}`, now), `${code}`, now, TRIES_PER_CODE));
  }
  const lockedAt = START + 12 * MINUTE;
  expect(reasonOf(checkCode(state, "3", true, lockedAt))).toBe("locked");
  expect(sendCode(state, "x", "m", lockedAt + HOUR - 1)).toMatchObject({ reason: "too-many", retryAfterSeconds: 1 });
  const after = sent(state, "x", lockedAt + HOUR);
  expect(reasonOf(checkCode(after, "x", true, lockedAt + HOUR))).toBe("ok");
});

test.each([
  [24 * HOUR - 1, "locked"],
  [24 * HOUR, "ok"],
])("after nineteen failures and a pause of %i ms one more leaves the right digits %s", (pauseMs, expected) => {
  let state: CodeState = NO_CODES;
  for (const [code, tries] of [5, 5, 5, 4].entries()) {
    const now = START + code * 4 * MINUTE;
    ({ state } = wrong(sent(state, `${code}`, now), `${code}`, now, tries));
  }
  const now = START + 12 * MINUTE + pauseMs;
  const last = wrong(sent(state, "last", now), "last", now, 1);
  expect(reasonOf(checkCode(last.state, "last", true, now))).toBe(expected);
});

test("answers to a code that is not alive lock nobody out", () => {
  const { state } = wrong(sent(NO_CODES, "a", START), "never issued", START, 100);
  expect(reasonOf(checkCode(state, "a", true, START))).toBe("ok");
});

// Weighted so that a run often gets as far as a lock: twenty wrong answers to four codes, with none right in between.
const anyActions = array(
  record({
    waitMs: oneof(
      { weight: 12, arbitrary: constant(0) },
      { weight: 4, arbitrary: constantFrom(30 * SECOND, 4 * MINUTE) },
      { weight: 1, arbitrary: constantFrom(HOUR, 23 * HOUR) },
    ),
    kind: oneof({ weight: 3, arbitrary: constant("send") }, { weight: 9, arbitrary: constant("answer") }),
    right: integer({ min: 1, max: 30 }).map((n) => n === 30),
    back: integer({ min: 1, max: 8 }).map((n) => (n === 8 ? 1 : 0)),
  }),
  { minLength: 100, maxLength: 200 },
);

type Model = { sends: number[]; tries: number; opened: boolean; inARow: number; failedAt: number; lockedUntil: number };

/** The rules in words, from a record of all that ever happened. */
function mayAnswer(model: Model, isNewest: boolean, now: number): string {
  const sentAt = model.sends.at(-1);
  if (now < model.lockedUntil) return "locked";
  if (!isNewest || sentAt === undefined || model.opened || model.tries === Infinity) return "unknown";
  if (now - sentAt >= 5 * MINUTE) return "expired";
  return model.tries === TRIES_PER_CODE ? "exhausted" : "";
}

function maySend(model: Model, now: number): boolean {
  const within = (ms: number): number => model.sends.filter((at) => now - at < ms).length;
  return now >= model.lockedUntil && within(30 * SECOND) === 0 && within(10 * MINUTE) < 3;
}

function afterWrong(model: Model, now: number): Model {
  const inARow = (now - model.failedAt < 24 * HOUR ? model.inARow : 0) + 1;
  if (inARow < FAILURES_BEFORE_LOCK) return { ...model, tries: model.tries + 1, inARow, failedAt: now };
  return { ...model, tries: Infinity, inARow: 0, lockedUntil: now + HOUR };
}

type World = { state: CodeState; model: Model };
type Step = World & { got: string; expected: string };

function stepSend({ state, model }: World, now: number): Step {
  const sending = sendCode(state, `${model.sends.length}`, "mac", now);
  const [got, expected] = [`${sending.ok}`, `${maySend(model, now)}`];
  if (!sending.ok) return { state, model, got, expected };
  const after = { ...model, sends: [...model.sends, now], tries: 0, opened: false };
  return { state: sending.state, model: after, got, expected };
}

function stepAnswer({ state, model }: World, action: { right: boolean; back: number }, now: number): Step {
  const checking = checkCode(state, `${model.sends.length - 1 - action.back}`, action.right, now);
  const barred = mayAnswer(model, action.back === 0, now);
  // A forgotten code and one that is over are both no code.
  const isForgotten = state === NO_CODES && (barred === "expired" || barred === "exhausted");
  const expected = isForgotten ? "unknown" : barred || (action.right ? "ok" : "wrong");
  const afterRight = expected === "ok" ? { ...model, opened: true, inARow: 0 } : model;
  const after = expected === "wrong" ? afterWrong(model, now) : afterRight;
  return { state: checking.state, model: after, got: reasonOf(checking), expected };
}

test("any order of sendings and answers is judged as a record of all of them says, and forgetting changes nothing", () => {
  assert(
    property(anyActions, (actions) => {
      let world: World = {
        state: NO_CODES,
        model: { sends: [], tries: 0, opened: false, inARow: 0, failedAt: 0, lockedUntil: 0 },
      };
      let now = START;
      for (const { waitMs, kind, ...action } of actions) {
        now += waitMs;
        if (now >= forgottenAt(world.state)) world = { ...world, state: NO_CODES };
        const step: Step = kind === "send" ? stepSend(world, now) : stepAnswer(world, action, now);
        expect(step.got).toBe(step.expected);
        world = step;
      }
    }),
    { numRuns: 300 },
  );
});
