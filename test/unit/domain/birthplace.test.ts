import { assert, double, property } from "fast-check";
import { expect, test } from "vitest";
import { birthplace, type LocationHint, middleOf } from "../../../src/domain/birthplace.ts";

test.each<[LocationHint, string, number, number]>([
  ["weur", "Hamburg", 53.55, 9.99],
  ["weur", "Utrecht", 52.09, 5.12],
  ["weur", "Lisbon", 38.72, -9.14],
  ["eeur", "Krakow", 50.06, 19.94],
  ["eeur", "Athens", 37.98, 23.73],
  ["me", "Dubai", 25.2, 55.27],
  ["me", "Haifa", 32.8, 35.0],
  ["afr", "Durban", -29.86, 31.02],
  ["afr", "Alexandria", 31.2, 29.92],
  ["apac", "Bengaluru", 12.97, 77.59],
  ["apac", "Sapporo", 43.06, 141.35],
  ["apac", "Jakarta", -6.2, 106.85],
  ["oc", "Adelaide", -34.93, 138.6],
  ["oc", "Suva", -18.14, 178.44],
  ["oc", "Apia, beyond the date line", -13.83, -171.76],
  ["wnam", "Denver", 39.74, -104.99],
  ["wnam", "Honolulu", 21.31, -157.86],
  ["enam", "Houston", 29.76, -95.37],
  ["enam", "Halifax", 44.65, -63.57],
  ["enam", "Mexico City", 19.43, -99.13],
  ["sam", "Quito", -0.18, -78.47],
  ["sam", "Porto Alegre", -30.03, -51.22],
])("%s is where objects for %s are born", (hint, _city, lat, lng) => {
  expect(birthplace({ lat, lng })).toBe(hint);
});

test("every place has one, and both sides of the date line the same", () => {
  const lat = double({ min: -90, max: 90, noNaN: true });
  const lng = double({ min: -180, max: 180, noNaN: true });
  assert(
    property(lat, lng, (north, east) => {
      expect(birthplace({ lat: north, lng: east })).toMatch(/^[a-z]{2,4}$/);
      expect(birthplace({ lat: north, lng: 180 })).toBe(birthplace({ lat: north, lng: -180 }));
    }),
  );
});

test("the middle of an area is the middle of its box", () => {
  expect(middleOf([])).toBeNull();
  expect(
    middleOf([
      { lat: 53, lng: 9 },
      { lat: 54, lng: 9 },
      { lat: 54, lng: 11 },
      { lat: 53.9, lng: 11 },
    ]),
  ).toEqual({ lat: 53.5, lng: 10 });
});
