import { expect, test } from "vitest";
import { plannedRound } from "../../../src/domain/planned-round.ts";

const stop = (lat: number, serviceSeconds = 60) => ({ lat, lng: 13.4, serviceSeconds });

test("a round is its ways and its doors, and none without stops", () => {
  expect(plannedRound([])).toEqual({ plannedM: null, plannedSeconds: null });
  expect(plannedRound([stop(52.5)])).toEqual({ plannedM: 0, plannedSeconds: 60 });
  // 1112 m as the crow flies, a fifth more by road: four minutes and two doors.
  const { plannedM, plannedSeconds } = plannedRound([stop(52.5), stop(52.51)]);
  expect(plannedM).toBeCloseTo(1334, -1);
  expect(plannedSeconds).toBeCloseTo(259 + 120, -1);
});
