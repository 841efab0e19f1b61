import { expect, test } from "vitest";
import { areaText, isArea, readCorners } from "../../../src/web/team/area-text.ts";

const TRIANGLE = [
  { lat: 52.5, lng: 13.3 },
  { lat: 52.5, lng: -13.5 },
  { lat: -52.6, lng: 180 },
];

test("what is written of an area is read again as the same corners", () => {
  expect(readCorners(areaText(TRIANGLE))).toEqual(TRIANGLE);
  expect(areaText([{ lat: 52.123456789, lng: 13 }])).toBe("52.12346, 13");
});

test("numbers that come out of a spreadsheet are read whatever stands between them", () => {
  const places = [
    { lat: 1.5, lng: 2 },
    { lat: 3, lng: -4.25 },
    { lat: 5, lng: 6 },
  ];
  expect(readCorners("1.5\t2\n\n 3; -4.25 \r\n5,6\n")).toEqual(places);
});

test.each([
  "",
  "1, 2\n3, 4",
  "1, 2\n3, 4\n5",
  "1, 2\n3, 4\n91, 0",
  "1, 2\n3, 4\n0, 181",
  "1, 2\n3, 4\n1,2,3",
  "a, b\n1, 2\n3, 4",
])("%j is no area", (text) => expect(isArea(text)).toBe(false));

test("three corners on earth are an area, and a line that is half typed leaves the others to be drawn", () => {
  expect(isArea(areaText(TRIANGLE))).toBe(true);
  expect(readCorners(`${areaText(TRIANGLE)}\n52.`)).toEqual(TRIANGLE);
});
