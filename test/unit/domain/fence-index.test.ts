import { array, assert, double, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import { depthInside } from "../../../src/domain/fence-area.ts";
import { fencesNear, indexFences } from "../../../src/domain/fence-index.ts";
import type { Fence } from "../../../src/domain/fence-index.ts";
import { boundsOf } from "../../../src/domain/geo.ts";
import type { LatLng } from "../../../src/domain/geo.ts";
import { at } from "./noisy-drive.ts";

const circle = (fenceId: string, place: LatLng, radiusM: number): Fence => ({
  fenceId,
  shape: { kind: "circle", ...place, radiusM },
  onEnter: true,
  onLeave: true,
  dwellSeconds: 120,
});
const spread = double({ min: -20_000, max: 20_000, noNaN: true });
const anyFences = array(record({ x: spread, y: spread, radiusM: integer({ min: 10, max: 9000 }) }), { maxLength: 40 });

test("it finds every fence that holds the place, whatever their sizes", () => {
  assert(
    property(anyFences, record({ x: spread, y: spread }), (fences, spot) => {
      const index = indexFences(fences.map(({ x, y, radiusM }, number) => circle(`${number}`, at(x, y), radiusM)));
      const place = at(spot.x, spot.y);
      const found = new Set([...fencesNear(index, boundsOf([place]), 0)].map(({ fenceId }) => fenceId));
      const holding = [...index.byId.values()].filter(({ area }) => depthInside(area, place) > 0);
      expect(holding.every(({ fenceId }) => found.has(fenceId))).toBe(true);
    }),
  );
});

test("of a thousand fences in a town it looks at a few", () => {
  const town = Array.from({ length: 1000 }, (_, i) =>
    circle(`${i}`, at((i % 32) * 600, Math.floor(i / 32) * 600), 100),
  );
  const index = indexFences(town);
  expect([...fencesNear(index, boundsOf([at(9000, 9000)]), 50)].length).toBeLessThan(20);
});

test("a large fence is found once, a gap of hours looks at all, and both work across 180°", () => {
  const fiji = { lat: -17, lng: 179.999 };
  const index = indexFences([circle("wide", fiji, 20_000), circle("small", fiji, 300)]);
  const across = { lat: -17, lng: -179.9995 };
  expect([...fencesNear(index, boundsOf([across]), 10)].map(({ fenceId }) => fenceId)).toEqual(["small", "wide"]);
  const far = boundsOf([across, { lat: -12, lng: -170 }]);
  expect([...fencesNear(index, far, 10)]).toHaveLength(2);
});
