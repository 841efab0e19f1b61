import { expect, test } from "vitest";
import { ANSWER_KEPT_MS, judgeKey, type Remembered } from "../../../src/domain/idempotency.ts";

const MINUTE_MS = 60_000;
const known = (over: Partial<Remembered> = {}): Remembered => ({
  fingerprint: "a",
  begunAt: 0,
  workingSince: 0,
  isAnswered: false,
  ...over,
});

test("a key that nobody used is the first", () => {
  expect(judgeKey(null, "a", 0)).toBe("first");
});

test("a key means one request, done or not, until its day is over", () => {
  for (const isAnswered of [false, true]) {
    expect(judgeKey(known({ isAnswered }), "b", ANSWER_KEPT_MS - 1)).toBe("other");
    expect(judgeKey(known({ isAnswered }), "b", ANSWER_KEPT_MS)).toBe("first");
  }
});

test("what was answered is answered again", () => {
  expect(judgeKey(known({ isAnswered: true }), "a", ANSWER_KEPT_MS - 1)).toBe("answered");
});

test("work that came to nothing is done by the next who asks, and by nobody under another name", () => {
  expect(judgeKey(known({ workingSince: null }), "a", 1)).toBe("first");
  expect(judgeKey(known({ workingSince: null }), "b", 1)).toBe("other");
});

test("work that takes longer than any request is taken over", () => {
  expect(judgeKey(known(), "a", MINUTE_MS - 1)).toBe("working");
  expect(judgeKey(known(), "a", MINUTE_MS)).toBe("first");
});
