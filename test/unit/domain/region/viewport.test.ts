import { expect, test } from "vitest";
import { isInside } from "../../../../src/domain/region/viewport.ts";

const CITY = { south: 52, west: 13, north: 53, east: 14 };
const FIJI = { south: -20, west: 177, north: -16, east: -178 };

test.each([
  [CITY, { lat: 52.5, lng: 13.4 }, true],
  [CITY, { lat: 52, lng: 14 }, true],
  [CITY, { lat: 51.99, lng: 13.4 }, false],
  [CITY, { lat: 53.01, lng: 13.4 }, false],
  [CITY, { lat: 52.5, lng: 12.99 }, false],
  [CITY, { lat: 52.5, lng: 14.01 }, false],
  [FIJI, { lat: -18, lng: 179 }, true],
  [FIJI, { lat: -18, lng: -179 }, true],
  [FIJI, { lat: -18, lng: 0 }, false],
])("%o holds %o: %s", (box, point, inside) => {
  expect(isInside(box, point)).toBe(inside);
});
