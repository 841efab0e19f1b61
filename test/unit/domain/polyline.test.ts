import { array, assert, integer, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { decodePolyline, encodePolyline } from "../../../src/domain/polyline.ts";

test("the line that the format's documentation encodes", () => {
  const points = [
    { lat: 38.5, lng: -120.2 },
    { lat: 40.7, lng: -120.95 },
    { lat: 43.252, lng: -126.453 },
  ];
  expect(encodePolyline(points)).toBe("_p~iF~ps|U_ulLnnqC_mqNvxq`@");
  expect(decodePolyline("_p~iF~ps|U_ulLnnqC_mqNvxq`@")).toEqual({ ok: true, value: points });
});

const steps = (most: number) => integer({ min: -most * 1e5, max: most * 1e5 }).map((value) => value / 1e5);

test("any line comes back, to the fifth decimal", () => {
  assert(
    property(array(record({ lat: steps(90), lng: steps(180) })), (points) => {
      const back = decodePolyline(encodePolyline(points));
      const rounded = back.ok ? back.value.map(({ lat, lng }) => [lat.toFixed(5), lng.toFixed(5)]) : back;
      expect(rounded).toEqual(points.map(({ lat, lng }) => [(lat + 0).toFixed(5), (lng + 0).toFixed(5)]));
    }),
  );
});

test("half a point, a foreign character and a number without end are refused, and nothing else throws", () => {
  expect(decodePolyline("_p~iF")).toEqual({ ok: false, error: { tag: "polyline-broken", position: 0 } });
  expect(decodePolyline("_p~iF~ps|U !")).toMatchObject({ ok: false, error: { position: 10 } });
  expect(decodePolyline("~~~~~~~~~~")).toMatchObject({ ok: false });
  assert(
    property(string(), (text) => {
      const decoded = decodePolyline(text);
      expect(decoded.ok ? /^[?-~]*$/.test(text) : decoded.error.position < text.length).toBe(true);
    }),
  );
});
