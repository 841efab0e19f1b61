import { array, assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { nextReport, regionDemand, type ReportSlot } from "../../../../src/domain/region/demand.ts";
import type { LivePoint } from "../../../../src/protocol/live/trip-report.ts";

const NOW = 1_800_000_000_000;
const FIX_MS = 5_000;
const WATCHED_MS = 15_000;

function pointAt(metresNorth: number, at: number, speedMps = 0): LivePoint {
  return { lat: 50 + metresNorth / 111_320, lng: 8, speedMps, headingDeg: 0, accuracyM: 5, at };
}

test("nothing while nobody looks, seconds while somebody does, longer in a very large region", () => {
  expect(regionDemand(0, 100)).toEqual({ watchers: 0, nextMs: null });
  expect(regionDemand(3, 100)).toEqual({ watchers: 3, nextMs: 15_000 });
  expect(regionDemand(1, 3_000)).toEqual({ watchers: 1, nextMs: 15_000 });
  // 10,000 drivers every 50 s are 200 reports a second.
  expect(regionDemand(1, 10_000)).toEqual({ watchers: 1, nextMs: 50_000 });
});

test("a driver that goes on as reported is not reported before its time", () => {
  const slot: ReportSlot = { reported: pointAt(0, NOW, 10), reportedAt: NOW, dueAt: NOW + WATCHED_MS };
  expect(nextReport(slot, pointAt(100, NOW + 10_000, 10), NOW + 10_000, WATCHED_MS)).toBeNull();
  const due = nextReport(slot, pointAt(150, NOW + WATCHED_MS, 10), NOW + WATCHED_MS, WATCHED_MS);
  expect(due?.dueAt).toBe(NOW + 2 * WATCHED_MS);
});

test("a driver that stopped or turned is reported early, once, and the next slot stays where it was", () => {
  const slot: ReportSlot = { reported: pointAt(0, NOW, 10), reportedAt: NOW, dueAt: NOW + WATCHED_MS };
  // A map has drawn it 70 m further by now.
  const early = nextReport(slot, pointAt(0, NOW + 7_000), NOW + 7_000, WATCHED_MS);
  expect(early).toEqual({ reported: pointAt(0, NOW + 7_000), reportedAt: NOW + 7_000, dueAt: NOW + 2 * WATCHED_MS });
  if (early === null) return;
  expect(nextReport(early, pointAt(900, NOW + 14_000), NOW + 14_000, WATCHED_MS)).toBeNull();
  expect(nextReport(early, pointAt(900, NOW + 15_000), NOW + 15_000, WATCHED_MS)).not.toBeNull();
});

test("whatever a driver does, reports stay below 0.35 for each position", () => {
  assert(
    property(array(integer({ min: -400, max: 400 }), { minLength: 120, maxLength: 200 }), (jumps) => {
      let slot: ReportSlot = { reported: null, reportedAt: 0, dueAt: NOW };
      let [metres, reports] = [0, 0];
      for (const [index, jump] of jumps.entries()) {
        metres += jump;
        const now = NOW + index * FIX_MS;
        const next = nextReport(slot, pointAt(metres, now, 10), now, WATCHED_MS);
        if (next) [slot, reports] = [next, reports + 1];
      }
      expect(reports / jumps.length).toBeLessThanOrEqual(0.35);
      expect(reports).toBeGreaterThanOrEqual(Math.floor(jumps.length / 6));
    }),
  );
});
