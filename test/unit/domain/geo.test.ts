import { assert, double, property, record } from "fast-check";
import { expect, test } from "vitest";
import {
  bearingDeg,
  boundsOf,
  distanceM,
  fromLocal,
  growBounds,
  haversineM,
  lngBetween,
  localFrame,
  roundTo,
  toLocal,
} from "../../../src/domain/geo.ts";

const between = (min: number, max: number) => double({ min, max, noNaN: true });
const anyPlace = record({ lat: between(-69, 69), lng: between(-180, 180) });
const anyStep = record({ x: between(-30_000, 30_000), y: between(-30_000, 30_000) });

test("Berlin to Munich is 504 km to the south", () => {
  const [berlin, munich] = [
    { lat: 52.52, lng: 13.405 },
    { lat: 48.137, lng: 11.575 },
  ];
  expect(distanceM(berlin, munich) / 1000).toBeCloseTo(504.4, 0);
  expect(bearingDeg(berlin, munich)).toBeCloseTo(195.6, 0);
  expect(bearingDeg(munich, berlin)).toBeCloseTo(14.2, 0);
});

test("the flat formula agrees with the round one to a thousandth, across 180° too", () => {
  assert(
    property(anyPlace, anyStep, (from, step) => {
      const to = fromLocal(localFrame(from), step);
      const exactM = haversineM(from, to);
      expect(Math.abs(distanceM(from, to) - exactM)).toBeLessThanOrEqual(0.001 * exactM + 0.001);
    }),
  );
});

test("a place goes to the flat map and back", () => {
  assert(
    property(anyPlace, anyStep, (origin, step) => {
      const frame = localFrame(origin);
      const back = toLocal(frame, fromLocal(frame, step));
      expect(back.x).toBeCloseTo(step.x, 3);
      expect(back.y).toBeCloseTo(step.y, 3);
    }),
  );
});

test("longitudes are compared the short way round", () => {
  expect(lngBetween(179.9, -179.9)).toBeCloseTo(0.2);
  expect(lngBetween(-179.9, 179.9)).toBeCloseTo(-0.2);
  expect(distanceM({ lat: -17, lng: 179.999 }, { lat: -17, lng: -179.999 })).toBeLessThan(250);
});

test("a box around Fiji is narrow, and grows by metres", () => {
  const box = boundsOf([
    { lat: -17, lng: 179 },
    { lat: -18, lng: -179 },
  ]);
  expect(box).toEqual({ south: -18, north: -17, west: 179, east: 181 });
  const grown = growBounds(box, 1000);
  expect(haversineM({ lat: -18, lng: 0 }, { lat: grown.south, lng: 0 })).toBeCloseTo(1000, 0);
  expect(grown.east - 181).toBeGreaterThan(1000 / 111_195);
});

test("rounded numbers survive JSON, minus nothing included", () => {
  expect(Object.is(roundTo(-0.0001, 10), 0)).toBe(true);
  expect(roundTo(1.23456, 1000)).toBe(1.235);
});
