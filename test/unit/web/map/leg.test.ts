import { assert, double, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import type { ShownPoint } from "../../../../src/protocol/live/dispatch-down.ts";
import { toWorld, worldPerMetre, type WorldPoint } from "../../../../src/web/shared/map/mercator.ts";
import { endsAt, type Leg, nextLeg, placeAt } from "../../../../src/web/shared/map/overlay/leg.ts";

const NOW = 1_800_000_000_000;
const LAT = 53.55;
const EAST: ShownPoint = { lat: LAT, lng: 10, speedMps: 10, headingDeg: 90, at: NOW };
const metres = (a: WorldPoint, b: WorldPoint) => Math.hypot(a.x - b.x, a.y - b.y) / worldPerMetre(LAT);
const start = toWorld(EAST);

test("a vehicle is drawn where its speed and heading have brought it", () => {
  const leg = nextLeg(null, EAST, NOW, true);
  expect(metres(placeAt(leg, NOW), start)).toBeCloseTo(0, 3);
  expect(metres(placeAt(leg, NOW + 5_000), start)).toBeCloseTo(50, 1);
  expect(placeAt(leg, NOW + 5_000).x).toBeGreaterThan(start.x);
  expect(placeAt(leg, NOW + 5_000).y).toBeCloseTo(start.y, 12);
});

test("a fix that was on its way for four seconds begins four seconds on", () => {
  const leg = nextLeg(null, { ...EAST, at: NOW - 4_000 }, NOW, true);
  expect(metres(placeAt(leg, NOW), start)).toBeCloseTo(40, 1);
});

test("a report that does not come is bridged for a quarter of its time, then the vehicle waits", () => {
  const leg = nextLeg(null, EAST, NOW, true);
  expect(metres(placeAt(leg, NOW + 18_750), start)).toBeCloseTo(187.5, 1);
  expect(placeAt(leg, NOW + 60_000)).toEqual(placeAt(leg, NOW + 18_750));
  expect(endsAt(leg)).toBe(NOW + 18_750);
});

test("the next report is glided to from where the vehicle is drawn, without a jump", () => {
  const before = nextLeg(null, EAST, NOW, true);
  const later = NOW + 10_000;
  const next = nextLeg(before, { ...EAST, lng: 10.001, speedMps: 5, at: later }, later, true);
  expect(placeAt(next, later)).toEqual(placeAt(before, later));
});

test("half a kilometre or a minute off, it jumps: nobody drove what a glide would draw", () => {
  const before = nextLeg(null, EAST, NOW, true);
  const far = { ...EAST, lng: 10.02, speedMps: 0 };
  expect(placeAt(nextLeg(before, far, NOW, true), NOW)).toEqual(toWorld(far));
  const old = { ...EAST, lng: 10.001, at: NOW - 61_000 };
  expect(nextLeg(before, old, NOW, true)).toMatchObject({ from: toWorld(old), to: toWorld(old), durationMs: 0 });
});

test("who wants no motion sees each place as it was reported", () => {
  const before = nextLeg(null, EAST, NOW, false);
  const point = { ...EAST, lng: 10.001 };
  const leg = nextLeg(before, point, NOW + 1_000, false);
  expect([placeAt(leg, NOW + 1_000), placeAt(leg, NOW + 9_000)]).toEqual([toWorld(point), toWorld(point)]);
});

test("who stands keeps looking where it looked, whatever the phone says", () => {
  const before = nextLeg(null, EAST, NOW, true);
  const still = nextLeg(before, { ...EAST, speedMps: 0.3, headingDeg: 271 }, NOW + 15_000, true);
  expect(still.headingDeg).toBe(90);
});

test("without a heading of its own, a moving vehicle looks the way it went", () => {
  const before = nextLeg(null, { ...EAST, headingDeg: null }, NOW, true);
  const north = { ...EAST, lat: LAT + 0.001, headingDeg: null, at: NOW + 15_000 };
  expect(nextLeg(before, north, NOW + 15_000, true).headingDeg).toBeCloseTo(0, 6);
});

test("a vehicle never leaves the line that it glides on", () => {
  const anyLeg = record({
    from: record({ x: double({ min: 0, max: 1, noNaN: true }), y: double({ min: 0, max: 1, noNaN: true }) }),
    to: record({ x: double({ min: 0, max: 1, noNaN: true }), y: double({ min: 0, max: 1, noNaN: true }) }),
    durationMs: integer({ min: 0, max: 60_000 }),
  }).map((parts): Leg => ({ ...parts, startsAt: NOW, headingDeg: 0 }));
  assert(
    property(anyLeg, integer({ min: -60_000, max: 600_000 }), (leg, after) => {
      const { from, to } = leg;
      const at = placeAt(leg, NOW + after);
      const glided = Math.hypot(at.x - from.x, at.y - from.y);
      // Numbers near one are not told apart more finely: less than a micrometre on the ground.
      expect(glided).toBeLessThanOrEqual(1.25 * Math.hypot(to.x - from.x, to.y - from.y) + 1e-15);
      const cross = (at.x - from.x) * (to.y - from.y) - (at.y - from.y) * (to.x - from.x);
      expect(cross).toBeCloseTo(0, 9);
    }),
  );
});
