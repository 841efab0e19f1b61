import { expect, test } from "vitest";
import { Board } from "../../../../src/domain/region/board.ts";
import { nearestDrivers, type NearestFilter } from "../../../../src/domain/region/nearest.ts";
import { NOW, reportOf, tripId } from "./reports.ts";

const ANY: NearestFilter = { presence: null, vehicleKinds: null, withinM: null };
const CENTRE = { lat: 52.5, lng: 13.4 };

const board = new Board();
// The nth is n hundredths of a degree to the north: some 1.1 km each.
board.apply(reportOf(3, 1, { vehicleKind: "bicycle" }), NOW, 15_000);
board.apply(reportOf(1, 1), NOW, 15_000);
board.apply(reportOf(2, 1, { status: "paused" }), NOW, 15_000);
board.apply(reportOf(4, 1, { vehicleKind: null }), NOW, 15_000);
board.apply(reportOf(5, 1, { point: null }), NOW, 15_000);

function nearest(count: number, filter: Partial<NearestFilter> = {}) {
  const found = nearestDrivers(board.drivers(), CENTRE, count, { ...ANY, ...filter });
  return found.map(({ driver }) => driver.tripId);
}

test("names those who have a place, nearest first", () => {
  expect(nearest(10)).toEqual([1, 2, 3, 4].map(tripId));
  expect(nearest(2)).toEqual([1, 2].map(tripId));
});

test("leaves out who is not fit for it", () => {
  expect(nearest(10, { presence: ["on_trip"] })).toEqual([1, 3, 4].map(tripId));
  expect(nearest(10, { vehicleKinds: ["bicycle"] })).toEqual([tripId(3)]);
  expect(nearest(10, { withinM: 2_500 })).toEqual([1, 2].map(tripId));
});
