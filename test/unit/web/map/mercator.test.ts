import { assert, double, property, record } from "fast-check";
import { expect, test } from "vitest";
import { distanceM } from "../../../../src/domain/geo.ts";
import { fromScreen, toScreen, toWorld, worldPerMetre } from "../../../../src/web/shared/map/mercator.ts";

const real = (min: number, max: number) => double({ min, max, noNaN: true });
const anyPlace = record({ lat: real(-80, 80), lng: real(-180, 180) });

test("the middle of the world is its middle, and its corners are its corners", () => {
  expect(toWorld({ lat: 0, lng: 0 })).toEqual({ x: 0.5, y: expect.closeTo(0.5, 12) });
  expect(toWorld({ lat: 85.051129, lng: -180 })).toEqual({ x: 0, y: expect.closeTo(0, 7) });
  expect(toWorld({ lat: -90, lng: 180 })).toEqual({ x: 1, y: expect.closeTo(1, 7) });
});

test("a tile of known place: 52.52 N 13.405 E lies in 14/8802/5373", () => {
  const { x, y } = toWorld({ lat: 52.52, lng: 13.405 });
  expect([Math.floor(x * 2 ** 14), Math.floor(y * 2 ** 14)]).toEqual([8802, 5373]);
});

test("what is under a pixel is drawn at that pixel", () => {
  const anyScene = record({
    center: anyPlace.map(toWorld),
    zoom: real(2, 19),
    width: real(100, 2000),
    height: real(100, 2000),
  });
  assert(
    property(anyScene, record({ left: real(0, 2000), top: real(0, 2000) }), (scene, pixel) => {
      const back = toScreen(fromScreen(pixel, scene), scene);
      expect(back.left).toBeCloseTo(pixel.left, 4);
      expect(back.top).toBeCloseTo(pixel.top, 4);
    }),
  );
});

test("one zoom closer everything is twice as far apart", () => {
  const scene = { center: toWorld({ lat: 53, lng: 10 }), zoom: 12, width: 800, height: 600 };
  const point = toWorld({ lat: 53.01, lng: 10.02 });
  const far = toScreen(point, scene);
  const near = toScreen(point, { ...scene, zoom: 13 });
  expect(near.left - 400).toBeCloseTo(2 * (far.left - 400), 6);
  expect(near.top - 300).toBeCloseTo(2 * (far.top - 300), 6);
});

test("a hundred metres east are a hundred metres east", () => {
  assert(
    property(record({ lat: real(-70, 70), lng: real(-179, 179) }), (place) => {
      const there = toWorld(place);
      const step = 100 * worldPerMetre(place.lat);
      expect(distanceM(place, { ...place, lng: place.lng + step * 360 })).toBeCloseTo(100, -1);
      expect(there.x + step).toBeCloseTo(toWorld({ ...place, lng: place.lng + step * 360 }).x, 12);
    }),
  );
});
