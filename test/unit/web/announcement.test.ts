import { expect, test } from "vitest";
import { announce, NOTHING_ANNOUNCED } from "../../../src/web/dispatch/announcement.ts";

const NOW = 1_800_000_000_000;

test("a call for help is said at once, each one once", () => {
  const first = announce(NOTHING_ANNOUNCED, { calls: ["a"], exceptions: 1 }, NOW);
  expect(first.word).toEqual({ tag: "sos", tripId: "a" });
  const second = announce(first.next, { calls: ["a", "b"], exceptions: 2 }, NOW + 100);
  expect(second.word).toEqual({ tag: "sos", tripId: "b" });
  expect(announce(second.next, { calls: ["a", "b"], exceptions: 2 }, NOW + 200).word).toBeNull();
});

test("one that was answered and comes again is said again", () => {
  const called = announce(NOTHING_ANNOUNCED, { calls: ["a"], exceptions: 0 }, NOW);
  const answered = announce(called.next, { calls: [], exceptions: 0 }, NOW + 1_000);
  expect(announce(answered.next, { calls: ["a"], exceptions: 0 }, NOW + 2_000).word).toMatchObject({ tag: "sos" });
});

test("how many need attention is said when it changed, and not within fifteen seconds", () => {
  const first = announce(NOTHING_ANNOUNCED, { calls: [], exceptions: 3 }, NOW);
  expect(first.word).toEqual({ tag: "exceptions", count: 3 });
  const soon = announce(first.next, { calls: [], exceptions: 4 }, NOW + 14_999);
  expect(soon.word).toBeNull();
  expect(announce(soon.next, { calls: [], exceptions: 4 }, NOW + 15_000).word).toEqual({ tag: "exceptions", count: 4 });
  expect(announce(soon.next, { calls: [], exceptions: 3 }, NOW + 60_000).word).toBeNull();
});
