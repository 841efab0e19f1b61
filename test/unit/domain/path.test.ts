import { array, assert, double, property, record } from "fast-check";
import { expect, test } from "vitest";
import { distanceM, localFrame, toLocal } from "../../../src/domain/geo.ts";
import { measurePath, progressOnPath, remainingM, stopsAlong } from "../../../src/domain/path.ts";
import { distanceToSegment } from "../../../src/domain/segment.ts";
import { simplifyPath } from "../../../src/domain/simplify-path.ts";
import { at, DEPOT } from "./noisy-drive.ts";

/** A kilometre east, then the same street back 10 m to the north of it. */
const thereAndBack = measurePath([at(0, 0), at(1000, 0), at(1000, 10), at(0, 10)]);
const metres = (most: number) => double({ min: -most, max: most, noNaN: true });
const anyPlaces = array(record({ x: metres(3000), y: metres(3000) }), { maxLength: 40 });

test("a path knows its length, and a place beside it its share", () => {
  expect(thereAndBack.lengthM).toBeCloseTo(2010, 0);
  const on = progressOnPath(thereAndBack, at(300, -20), 0);
  expect(on.alongM).toBeCloseTo(300, 0);
  expect(on.distanceM).toBeCloseTo(20, 0);
  expect(remainingM(thereAndBack, on.alongM)).toBeCloseTo(1710, 0);
});

test("on the way back the progress does not jump to the way there", () => {
  const back = progressOnPath(thereAndBack, at(700, 2), 1250);
  expect(back.alongM).toBeCloseTo(1310, 0);
});

test("progress never goes back, whatever the noise", () => {
  assert(
    property(anyPlaces, (places) => {
      let alongM = 0;
      for (const { x, y } of places) {
        const on = progressOnPath(thereAndBack, at(x, y), alongM);
        expect(on.alongM).toBeGreaterThanOrEqual(alongM);
        expect(on.alongM).toBeLessThanOrEqual(thereAndBack.lengthM + 1e-6);
        ({ alongM } = on);
      }
    }),
  );
});

test("a vehicle that comes back to the path far ahead is found again", () => {
  const long = measurePath([at(0, 0), at(3000, 0), at(6000, 0), at(9000, 0)]);
  expect(progressOnPath(long, at(8000, 30), 100).alongM).toBeCloseTo(8000, 0);
});

test("stops lie on the path in their order, each at its first pass", () => {
  const along = stopsAlong(thereAndBack, [at(500, -5), at(800, 15), at(400, 20)]);
  expect(along.map(Math.round)).toEqual([500, 800, 1610]);
});

test("a path without points, or with one, leads nowhere", () => {
  for (const places of [[], [DEPOT]]) {
    const path = measurePath(places);
    expect(path.lengthM).toBe(0);
    expect(progressOnPath(path, at(5, 5), 0)).toEqual({ alongM: 0, distanceM: Infinity });
  }
});

test("what simplifying leaves out lies within the tolerance of what it keeps", () => {
  assert(
    property(anyPlaces, (steps) => {
      const places = steps.map(({ x, y }) => at(x, y));
      const kept = simplifyPath(places, 25);
      expect(kept.at(0)).toBe(places.at(0));
      expect(kept.at(-1)).toBe(places.at(-1));
      let from = 0;
      for (const end of kept.slice(1)) {
        const to = places.indexOf(end, from + 1);
        const [a, b] = [places[from], places[to]];
        if (!a || !b) throw new Error("a kept place is not one of the places");
        const frame = localFrame(DEPOT);
        for (const place of places.slice(from, to))
          expect(distanceToSegment(toLocal(frame, place), toLocal(frame, a), toLocal(frame, b))).toBeLessThan(25.1);
        from = to;
      }
    }),
  );
});

test("a bend stays exactly where it is farther off than the tolerance", () => {
  const bend = [at(0, 0), at(500, 30), at(1000, 0)];
  expect(simplifyPath(bend, 29)).toHaveLength(3);
  expect(simplifyPath(bend, 31)).toHaveLength(2);
});

test("a straight line of a day is two points", () => {
  const places = Array.from({ length: 10_000 }, (_, index) => at(index, 0));
  expect(simplifyPath(places, 5)).toHaveLength(2);
  expect(distanceM(at(0, 0), at(9999, 0))).toBeCloseTo(9999, -1);
});
