import { array, assert, double, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import { depthInside, depthOfPassage, measureFence } from "../../../src/domain/fence-area.ts";
import { checkFence } from "../../../src/domain/fence-shape.ts";
import { FENCE_VERTICES_MAX } from "../../../src/protocol/geofence.ts";
import type { FenceShape } from "../../../src/domain/fence-shape.ts";
import type { LatLng } from "../../../src/domain/geo.ts";
import { at } from "./noisy-drive.ts";

const corners = (...places: readonly (readonly [number, number])[]) => places.map(([x, y]) => at(x, y));
const polygon = (...places: readonly (readonly [number, number])[]): FenceShape => ({
  kind: "polygon",
  points: corners(...places),
});
const square = polygon([0, 0], [100, 0], [100, 100], [0, 100]);
const circle: FenceShape = { kind: "circle", ...at(0, 0), radiusM: 80 };
const corridor: FenceShape = { kind: "corridor", points: corners([0, 0], [500, 0], [500, 500]), widthM: 60 };

const problem = (shape: FenceShape) => {
  const checked = checkFence(shape);
  return checked.ok ? null : checked.error;
};

test("a closing corner and repeated ones are taken out", () => {
  const doubled = checkFence(polygon([0, 0], [100, 0], [100, 0], [100, 100], [0, 0]));
  expect(doubled).toEqual({ ok: true, value: polygon([0, 0], [100, 0], [100, 100]) });
  expect([problem(square), problem(circle), problem(corridor)]).toEqual([null, null, null]);
});

test("sides that cut, touch or run back are named", () => {
  expect(problem(polygon([0, 0], [100, 100], [100, 0], [0, 100]))).toEqual({ tag: "sides-cross", first: 0, second: 2 });
  expect(problem(polygon([0, 0], [100, 0], [50, 0], [50, 80]))).toMatchObject({ tag: "sides-cross" });
  expect(problem(polygon([0, 0], [100, 0], [100, 100], [50, 0], [0, 100]))).toMatchObject({ tag: "sides-cross" });
});

test("too few or too many corners, no place, no size and a continent are refused", () => {
  expect(problem(polygon([0, 0], [100, 0]))).toEqual({ tag: "too-few-points", atLeast: 3 });
  expect(problem({ kind: "corridor", points: corners([0, 0]), widthM: 50 })).toEqual({
    tag: "too-few-points",
    atLeast: 2,
  });
  const round = Array.from({ length: FENCE_VERTICES_MAX + 1 }, (_, index) => at(index, index ** 2 / 500));
  expect(problem({ kind: "polygon", points: round })).toEqual({ tag: "too-many-points", atMost: 500 });
  expect(problem({ ...circle, lat: Number.NaN })).toEqual({ tag: "place-not-on-earth", index: 0 });
  expect(problem({ ...circle, radiusM: 9 })).toEqual({ tag: "too-small", atLeastM: 10 });
  expect(problem({ ...circle, radiusM: Number.NaN })).toMatchObject({ tag: "too-small" });
  expect(problem({ ...circle, radiusM: 100_001 })).toMatchObject({ tag: "too-large" });
  expect(problem(polygon([0, 0], [300_000, 0], [0, 100]))).toMatchObject({ tag: "too-large" });
});

test("depth is the distance to the edge: inside above zero, outside below", () => {
  const depth = (shape: FenceShape, x: number, y: number) => Math.round(depthInside(measureFence(shape), at(x, y)));
  expect([depth(square, 50, 40), depth(square, 50, -30), depth(square, 130, 140)]).toEqual([40, -30, -50]);
  expect([depth(circle, 0, 0), depth(circle, 60, 0), depth(circle, 0, 100)]).toEqual([80, 20, -20]);
  expect([depth(corridor, 250, 10), depth(corridor, 250, 50), depth(corridor, 500, 530)]).toEqual([20, -20, 0]);
  // An L has a notch that its box does not.
  const notched = polygon([0, 0], [100, 0], [100, 50], [50, 50], [50, 100], [0, 100]);
  expect([depth(notched, 80, 80), depth(notched, 25, 75)]).toEqual([-30, 25]);
});

test("far outside the depth is at most as deep as the box is far", () => {
  expect(depthInside(measureFence(square), at(5000, 50))).toBeCloseTo(-4900, 0);
});

test("a fence across 180° knows its inside", () => {
  const fiji = [
    { lat: -17, lng: 179.9 },
    { lat: -17, lng: -179.9 },
    { lat: -17.2, lng: -179.9 },
    { lat: -17.2, lng: 179.9 },
  ];
  expect(checkFence({ kind: "polygon", points: fiji }).ok).toBe(true);
  const area = measureFence({ kind: "polygon", points: fiji });
  expect(depthInside(area, { lat: -17.1, lng: -179.99 })).toBeGreaterThan(9000);
  expect(depthInside(area, { lat: -17.1, lng: 179.99 })).toBeGreaterThan(9000);
  expect(depthInside(area, { lat: -17.1, lng: 179.8 })).toBeLessThan(-9000);
});

test("a way through a fence is as deep as its middle, a way past it not at all", () => {
  expect(depthOfPassage(measureFence(square), at(-50, 50), at(150, 50))).toBeCloseTo(50, 0);
  expect(depthOfPassage(measureFence(square), at(-50, 120), at(150, 120))).toBe(0);
  expect(depthOfPassage(measureFence(circle), at(-200, 30), at(200, 30))).toBeCloseTo(50, 0);
  expect(depthOfPassage(measureFence(corridor), at(250, -100), at(250, 100))).toBeCloseTo(30, 0);
  expect(depthOfPassage(measureFence(corridor), at(-100, -100), at(-100, 100))).toBe(0);
});

/** The textbook's way: the sum of the angles under which the sides are seen is a full turn inside and nothing outside. */
function winds(shape: FenceShape, place: LatLng): boolean {
  if (shape.kind !== "polygon") return false;
  const angles = shape.points.map((from, index) => {
    const to = shape.points[(index + 1) % shape.points.length] ?? from;
    const [ax, ay, bx, by] = [from.lng - place.lng, from.lat - place.lat, to.lng - place.lng, to.lat - place.lat];
    return Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  });
  return Math.abs(angles.reduce((sum, angle) => sum + angle, 0)) > 1;
}

const anyStar = array(integer({ min: 50, max: 400 }), { minLength: 3, maxLength: 30 }).map((radii): FenceShape => {
  const points = radii.map((radius, index) => {
    const turn = (index / radii.length) * 2 * Math.PI;
    return at(radius * Math.cos(turn), radius * Math.sin(turn));
  });
  return { kind: "polygon", points };
});
const anySpot = record({
  x: double({ min: -450, max: 450, noNaN: true }),
  y: double({ min: -450, max: 450, noNaN: true }),
});

test("inside is where the sides wind around", () => {
  assert(
    property(anyStar, anySpot, (star, { x, y }) => {
      const depthM = depthInside(measureFence(star), at(x, y));
      // On the edge itself either answer is right.
      expect(Math.abs(depthM) < 0.01 || depthM > 0 === winds(star, at(x, y))).toBe(true);
    }),
  );
});
