import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import * as z from "zod";
import { describe, expect, test } from "vitest";
import { textCell } from "../../../../src/domain/export/csv.ts";
import { EXPORT_FORMATS, inPieces, type ExportFormatName } from "../../../../src/domain/export/export-formats.ts";
import type { JudgedFix } from "../../../../src/protocol/live/fix.ts";
import { cityDrive } from "../track/drive.ts";
import { parseCsv } from "./parse-csv.ts";
import { elementsOf, parseXml } from "./parse-xml.ts";

const TRIP = "trip_01h455vb4pex5vsknk084sn02q";
const MINUTES = 60_000;

function exported(
  format: ExportFormatName,
  fixes: readonly JudgedFix[],
  { name = "Tuesday", raw = false } = {},
): string {
  const heading = { tripId: TRIP, name, driverName: name };
  return [...EXPORT_FORMATS[format].write({ heading, fixes, raw })].join("");
}

/** Two stretches of three fixes, a quarter of an hour apart, then one fix alone; and one of each verdict. */
function drive(): JudgedFix[] {
  const fixes = cityDrive(7).map((fix, index) => {
    const laterMs = (index >= 3 ? 15 * MINUTES : 0) + (index >= 6 ? 15 * MINUTES : 0);
    return { ...fix, fixedAt: fix.fixedAt + laterMs, lat: 48 + index / 1000, lng: -11 - index / 1000 };
  });
  return fixes.map((fix, index) => {
    if (index === 1) return { ...fix, verdict: "history", reason: "late" };
    if (index === 4) return { ...fix, verdict: "rejected", reason: "teleport", lat: 9e99 };
    return fix;
  });
}

const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const Properties = z.strictObject({
  trip: z.string(),
  name: z.string(),
  driver: z.string().nullable(),
  times: z.array(z.iso.datetime()),
});
const Geometry = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("LineString"), coordinates: z.array(Position).min(2) }),
  z.strictObject({ type: z.literal("Point"), coordinates: Position }),
]);
const Feature = z.strictObject({ type: z.literal("Feature"), geometry: Geometry, properties: Properties });
const FeatureCollection = z.strictObject({ type: z.literal("FeatureCollection"), features: z.array(Feature) });

function geojson(text: string) {
  return FeatureCollection.parse(JSON.parse(text)).features;
}

describe("a track as a table", () => {
  test("has a row for each fix that was shown, and for each at all if asked", () => {
    const [head, ...rows] = parseCsv(exported("csv", drive()));
    expect(head?.slice(0, 5)).toEqual(["trip", "name", "driver", "number", "time"]);
    expect(rows.map((row) => row[3])).toEqual(["1", "2", "3", "4", "6", "7"]);
    const all = parseCsv(exported("csv", drive(), { raw: true }));
    expect(all.every((row) => row.length === head?.length)).toBe(true);
    expect(all[5]?.slice(7)).toEqual(expect.arrayContaining(["9e+99", "-11.004", "rejected", "teleport"]));
  });

  test("in JSON has a line for each fix with all that is known of it", () => {
    const lines = exported("ndjson", drive(), { raw: true }).trimEnd().split("\n");
    const [first, ...others] = lines.map((line): unknown => JSON.parse(line));
    expect(others).toHaveLength(6);
    expect(first).toMatchObject({ trip: TRIP, name: "Tuesday", seq: 1, lat: 48, lng: -11, verdict: "live" });
    expect(others[3]).toMatchObject({ seq: 5, lat: 9e99, verdict: "rejected", reason: "teleport" });
  });

  test.each([
    ["=1+1", "'=1+1"],
    ["+49 89", "'+49 89"],
    ["-2", "'-2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", `"'\r=1"`],
    ["\uFF1D1", "'\uFF1D1"],
    [`=cmd|' /C calc'!A0, "x"`, `"'=cmd|' /C calc'!A0, ""x"""`],
    ["Ann-Marie", "Ann-Marie"],
    ["a\nb", `"a\nb"`],
  ])("writes the name %j so that no spreadsheet takes it for a formula", (name, cell) => {
    expect(textCell(name)).toBe(cell);
  });
});

describe("a track on a map", () => {
  test("is a line for each stretch in GeoJSON, and a point where a fix is alone", () => {
    const features = geojson(exported("geojson", drive()));
    expect(features.map(({ geometry }) => geometry.type)).toEqual(["LineString", "LineString", "Point"]);
    expect(features[0]?.geometry.coordinates).toEqual([
      [-11, 48],
      [-11.001, 48.001],
      [-11.002, 48.002],
    ]);
    expect(features.map(({ properties }) => properties.times.length)).toEqual([3, 2, 1]);
  });

  test("is a segment for each stretch in GPX", () => {
    const gpx = parseXml(exported("gpx", drive()));
    expect([gpx.name, gpx.attributes.get("version")]).toEqual(["gpx", "1.1"]);
    const segments = elementsOf(gpx, "trkseg").map((segment) => segment.children.length);
    expect(segments).toEqual([3, 2, 1]);
    const [point] = elementsOf(gpx, "trkpt");
    expect([...(point?.attributes ?? [])]).toEqual([
      ["lat", "48.000000"],
      ["lon", "-11.000000"],
    ]);
    expect(Date.parse(point?.children[0]?.text ?? "")).toBe(drive()[0]?.fixedAt);
  });

  test("is a placemark for each stretch in KML", () => {
    const kml = parseXml(exported("kml", drive()));
    const marks = elementsOf(kml, "Placemark").map(({ children }) => children.map(({ name }) => name).join(" "));
    expect(marks).toEqual(["name TimeSpan LineString", "name TimeSpan LineString", "name TimeSpan Point"]);
    const [line] = elementsOf(kml, "coordinates");
    expect(line?.text.trim().split("\n")[0]).toBe("-11.000000,48.000000");
  });

  test("breaks its line at the 180th meridian instead of crossing the whole map", () => {
    const [first, second] = cityDrive(2);
    if (!first || !second) throw new Error("too short a drive");
    const fiji = [
      { ...first, lng: 179.999 },
      { ...second, lng: -179.999 },
    ];
    expect(geojson(exported("geojson", fiji)).map(({ geometry }) => geometry.type)).toEqual(["Point", "Point"]);
  });

  test("leaves out a place beyond the poles even if all is asked for, and draws the other rejected ones", () => {
    const [rejected, ...others] = drive();
    if (!rejected) throw new Error("too short a drive");
    const fixes = [{ ...rejected, verdict: "rejected" } as const, ...others];
    expect(elementsOf(parseXml(exported("gpx", fixes)), "trkpt")).toHaveLength(5);
    expect(elementsOf(parseXml(exported("gpx", fixes, { raw: true })), "trkpt")).toHaveLength(6);
  });

  test("without a fix is empty and still whole", () => {
    expect(geojson(exported("geojson", []))).toEqual([]);
    expect(elementsOf(parseXml(exported("gpx", [])), "trkseg")).toEqual([]);
    expect(elementsOf(parseXml(exported("kml", [])), "Placemark")).toEqual([]);
    expect(parseCsv(exported("csv", []))).toHaveLength(1);
    expect(exported("ndjson", [])).toBe("");
  });
});

const NASTY = [
  "]]>",
  "<!--",
  "&amp;",
  "&",
  "<b>",
  '"',
  "'",
  "\u0000",
  "\u001B",
  "\uD800",
  "\uFFFE",
  "\r\n",
  ",",
  "=",
  "🛵",
];
const nastyName = array(oneof(constantFrom(...NASTY), string({ unit: "binary" })), { maxLength: 6 }).map((parts) =>
  parts.join(""),
);
/** What of a name XML can hold: the rest becomes a mark that says so. */
const IMPOSSIBLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

test("no name breaks a format, and each is read as it was", () => {
  const fixes = drive();
  assert(
    property(nastyName, (name) => {
      const inXml = name.replaceAll(IMPOSSIBLE, "\uFFFD");
      expect(elementsOf(parseXml(exported("gpx", fixes, { name })), "name")[0]?.text).toBe(inXml);
      expect(elementsOf(parseXml(exported("kml", fixes, { name })), "name")[0]?.text).toBe(inXml);
      expect(geojson(exported("geojson", fixes, { name }))[0]?.properties.name).toBe(name);
      const [, row] = parseCsv(exported("csv", fixes, { name }));
      expect([name, `'${name}`]).toContain(row?.[1]);
      expect(row?.[1]).not.toMatch(/^[=+\-@\t\r\n]/);
      expect(exported("ndjson", fixes, { name }).trimEnd().split("\n")).toHaveLength(6);
    }),
  );
});

test("texts come in pieces of a size that a stream carries well, and nothing is lost", () => {
  const heading = { tripId: TRIP, name: "Long", driverName: null };
  const write = () => EXPORT_FORMATS.gpx.write({ heading, fixes: cityDrive(2000), raw: false });
  const pieces = [...inPieces(write())];
  expect(pieces.join("")).toBe([...write()].join(""));
  expect(pieces.slice(0, -1).every((piece) => piece.length >= 16_384 && piece.length < 17_000)).toBe(true);
  expect([...inPieces([])]).toEqual([]);
});

test("a fix is read only when its text is taken", () => {
  let read = 0;
  function* counted() {
    for (const fix of cityDrive(1000)) {
      read++;
      yield fix;
    }
  }
  const heading = { tripId: TRIP, name: "Slow", driverName: null };
  const text = EXPORT_FORMATS.csv.write({ heading, fixes: counted(), raw: true });
  for (let taken = 0; taken < 3; taken++) text.next();
  expect(read).toBe(2);
});
