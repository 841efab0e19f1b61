import { expect, test } from "vitest";
import { Board } from "../../../../src/domain/region/board.ts";
import { NOW, reportOf, tripId } from "./reports.ts";

const NEXT_MS = 15_000;
const MINUTE = 60_000;

function boardOf(...trips: number[]): Board {
  const board = new Board();
  for (const n of trips) board.apply(reportOf(n, 1), NOW, NEXT_MS);
  return board;
}

test.each([
  ["moved", {}],
  ["none", { point: null }],
  ["changed", { stopsDone: 1 }],
  ["changed", { alerts: ["sos"] }],
  ["presence", { status: "active", alerts: [], connected: true, stopsTotal: 3, heardAt: NOW - 10 * MINUTE }],
  ["left", { status: "completed" }],
  ["left", { status: "cancelled" }],
] as const)("a report is %s for %o", (outcome, changed) => {
  const board = new Board();
  const base = outcome === "none" ? { point: null } : {};
  board.apply(reportOf(1, 1, base), NOW, NEXT_MS);
  const point = outcome === "presence" ? { ...reportOf(1, 2).point, at: NOW - 10 * MINUTE } : undefined;
  const report = reportOf(1, 2, { ...changed, alerts: "alerts" in changed ? [...changed.alerts] : [] });
  const late =
    point === undefined
      ? report
      : { ...report, point: { ...point, lat: 1, lng: 1, accuracyM: 1, speedMps: 1, headingDeg: 1 } };
  expect(board.apply(late, NOW, NEXT_MS)).toEqual({ tripId: tripId(1), outcome, index: 0 });
});

test("an older report changes nothing, nor does one of a trip that has ended", () => {
  const board = boardOf(1);
  board.apply(reportOf(1, 5), NOW, NEXT_MS);
  const before = board.driver(tripId(1));
  expect(board.apply(reportOf(1, 4, { stopsDone: 2 }), NOW, NEXT_MS).outcome).toBe("none");
  expect(board.driver(tripId(1))).toEqual(before);
  board.apply(reportOf(1, 9, { status: "completed" }), NOW, NEXT_MS);
  expect(board.apply(reportOf(1, 8), NOW, NEXT_MS).outcome).toBe("none");
  expect(board.size).toBe(0);
});

test("an index is its driver's alone, and goes to the next one when it is free", () => {
  const board = boardOf(1, 2);
  board.apply(reportOf(1, 2, { status: "completed" }), NOW, NEXT_MS);
  board.apply(reportOf(3, 1), NOW, NEXT_MS);
  board.apply(reportOf(4, 1), NOW, NEXT_MS);
  const indexes = [2, 3, 4].map((n) => board.driver(tripId(n))?.index);
  expect(indexes).toEqual([1, 0, 2]);
});

test("what was stored comes back with its indexes, and newcomers fill the gaps", () => {
  const before = boardOf(1, 2, 3);
  before.apply(reportOf(2, 2, { status: "completed" }), NOW, NEXT_MS);
  const board = new Board();
  board.restore([...before.entries()]);
  expect([...board.drivers()]).toEqual([...before.drivers()]);
  board.apply(reportOf(4, 1), NOW, NEXT_MS);
  board.apply(reportOf(5, 1), NOW, NEXT_MS);
  expect([4, 5].map((n) => board.driver(tripId(n))?.index)).toEqual([1, 3]);
});

test("the silent become stale, then offline, come back with a sign of life, and are forgotten after a shift", () => {
  const board = boardOf(1);
  const sweep = (afterMs: number) => board.sweep(NOW + afterMs).map(({ outcome }) => outcome);
  const presence = () => board.driver(tripId(1))?.presence;
  expect(sweep(MINUTE)).toEqual([]);
  expect(sweep(MINUTE + 1)).toEqual(["presence"]);
  expect(presence()).toBe("stale");
  expect(sweep(5 * MINUTE)).toEqual(["presence"]);
  expect(presence()).toBe("offline");
  expect(board.driver(tripId(1))?.lastSeenAt).toBe(NOW);
  const later = NOW + 6 * MINUTE;
  board.apply(reportOf(1, 2, { heardAt: later }), later, NEXT_MS);
  expect(presence()).toBe("on_trip");
  sweep(20 * MINUTE);
  expect(sweep(6 * MINUTE + 12 * 60 * MINUTE)).toEqual([]);
  expect(sweep(6 * MINUTE + 12 * 60 * MINUTE + 1)).toEqual(["left"]);
  expect(board.size).toBe(0);
});
