import { expect, test } from "vitest";
import { ChangeLog } from "../../../../src/domain/region/change-log.ts";
import { NOW, tripId } from "./reports.ts";

const [A, B, C] = [tripId(1), tripId(2), tripId(3)];
const EPOCH = "epoch-one";
const START = { epoch: EPOCH, rev: NOW };

test("says which trips changed after a number, each once", () => {
  const log = new ChangeLog(START);
  expect(log.add([A], NOW + 5)).toEqual({ prev: NOW, rev: NOW + 5 });
  // Two at once: the second borrows a millisecond.
  log.add([B], NOW + 5);
  log.add([A, C], NOW + 9);
  expect(log.since(START, NOW + 9)).toEqual([A, B, C]);
  expect(log.since({ epoch: EPOCH, rev: NOW + 6 }, NOW + 9)).toEqual([A, C]);
  expect(log.since({ epoch: EPOCH, rev: NOW + 9 }, NOW + 9)).toEqual([]);
});

test("does not guess: another epoch, a number from nowhere, and one too long ago are unknown", () => {
  const log = new ChangeLog(START);
  for (let i = 1; i <= 601; i++) log.add([A], NOW + i);
  const since = (rev: number, epoch = EPOCH) => log.since({ epoch, rev }, NOW + 601);
  expect(since(NOW + 601, "epoch-two")).toBeNull();
  expect(since(NOW + 602)).toBeNull();
  expect(since(NOW)).toBeNull();
  expect(since(NOW + 1)).toEqual([A]);
});

test("after changes that nobody was told, older numbers are unknown, however often they are asked for", () => {
  const log = new ChangeLog(START);
  log.add([A], NOW + 1);
  log.cut();
  expect(log.since({ epoch: EPOCH, rev: NOW + 1 }, NOW + 2)).toBeNull();
  const rev = log.current(NOW + 2);
  expect(log.since({ epoch: EPOCH, rev }, NOW + 3)).toEqual([]);
  log.cut();
  expect(log.since({ epoch: EPOCH, rev }, NOW + 3)).toBeNull();
});

test("a number that was told after the last save is never told again for something else", () => {
  const before = new ChangeLog(START);
  const lost = [1, 2, 3].map((ms) => before.add([B], NOW + ms).rev);
  const woken = new ChangeLog(START);
  expect(woken.since(START, NOW + 50)).toEqual([]);
  const next = woken.add([C], NOW + 50);
  expect(next.prev).toBe(NOW);
  expect(lost).not.toContain(next.rev);
  for (const rev of lost) expect(woken.since({ epoch: EPOCH, rev }, NOW + 50)).toBeNull();
});
