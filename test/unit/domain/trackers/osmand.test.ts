import { anything, array, assert, property, string, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { OSMAND_REPORTS_MAX, readOsmAndJson } from "../../../../src/domain/trackers/osmand-json.ts";
import { readOsmAndQuery } from "../../../../src/domain/trackers/osmand-query.ts";
import type { TrackerReport } from "../../../../src/domain/trackers/tracker-report.ts";

const NOW = 1_800_000_000_000;

function query(text: string) {
  return readOsmAndQuery(new URLSearchParams(text), NOW);
}

function report(text: string): TrackerReport {
  const result = query(text);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe("a query of the OsmAnd protocol", () => {
  test("of a phone gives its fix in our units", () => {
    const sent =
      "id=48241179&timestamp=1377177267&lat=60.5&lon=-30.25&speed=10&bearing=271.5&altitude=80&accuracy=4.5&batt=87";
    expect(report(`${sent}&charge=true`)).toEqual({
      deviceToken: "48241179",
      draft: {
        at: 1_377_177_267_000,
        lat: 60.5,
        lng: -30.25,
        accuracyM: 4.5,
        speedMps: (10 * 1852) / 3600,
        headingDeg: 271.5,
        flags: 0,
      },
      battery: { level: 0.87, charging: true },
      sos: false,
    });
  });

  test.each([
    ["1442068686", 1_442_068_686_000],
    ["1442068686579", 1_442_068_686_579],
    ["1442068686.5", 1_442_068_686_500],
    ["2016-01-27T18%3A55%3A47Z", Date.UTC(2016, 0, 27, 18, 55, 47)],
    ["2016-01-27T18%3A55%3A47.25%2B02%3A00", Date.UTC(2016, 0, 27, 16, 55, 47, 250)],
    ["2016-01-27T18%3A55%3A47-0130", Date.UTC(2016, 0, 27, 20, 25, 47)],
    ["2016-01-27T18%3A55%3A47", Date.UTC(2016, 0, 27, 18, 55, 47)],
    ["2014-06-04+09%3A10%3A11", Date.UTC(2014, 5, 4, 9, 10, 11)],
  ])("says its time as %s", (written, at) => {
    expect(report(`id=1&lat=1&lon=2&timestamp=${written}`).draft?.at).toBe(at);
  });

  test("without a time is of now, and without a place has no fix", () => {
    expect(report("id=1&lat=1&lon=2").draft?.at).toBe(NOW);
    expect(report("id=123456&timestamp=1377177267&cell=257,02,16,2224").draft).toBeNull();
    expect(report("id=1&lat=&lon=").draft).toBeNull();
  });

  test("may name its parameters otherwise", () => {
    expect(report("deviceid=77&location=60.0,30.0&heading=5&hdop=1.5&mock=1")).toMatchObject({
      deviceToken: "77",
      draft: { lat: 60, lng: 30, headingDeg: 5, accuracyM: 7.5, flags: 1 },
    });
  });

  test("that says of itself that it is not valid has no fix, for its place is an old one", () => {
    expect(report("id=1&lat=1&lon=2&valid=false").draft).toBeNull();
    expect(report("id=1&lat=1&lon=2&valid=0").draft).toBeNull();
    expect(report("id=1&lat=1&lon=2&valid=1").draft).not.toBeNull();
  });

  test("says with a negative number, and with no accuracy at all, that it does not know", () => {
    const unknown = { speedMps: null, headingDeg: null, accuracyM: null };
    expect(report("id=1&lat=1&lon=2&speed=-1&bearing=-1&accuracy=0.0&batt=-1")).toMatchObject({
      draft: unknown,
      battery: null,
    });
  });

  test("of the alarm button is told", () => {
    expect(report("id=1&lat=1&lon=2&alarm=sos").sos).toBe(true);
    expect(report("id=1&lat=1&lon=2&alarm=lowBattery").sos).toBe(false);
  });

  test("keeps a place that cannot be, for whoever asks why it is not shown", () => {
    expect(report("id=1&lat=9e99&lon=-500").draft).toMatchObject({ lat: 9e99, lng: -500 });
  });

  test.each([
    ["timestamp=1377177267&lat=60.0&lon=30.0", "id"],
    ["id=1&lat=north&lon=30.0", "lat"],
    ["id=1&lat=1&lon=0x1F", "lon"],
    ["id=1&lat=1&lon=1e999", "lon"],
    ["id=1&location=1,", "lon"],
    ["id=1&lat=1&lon=2&timestamp=yesterday", "timestamp"],
    ["id=1&lat=1&lon=2&timestamp=2016-13-40T00:00:00Z", "timestamp"],
    // One past the last millisecond of the year 9999.
    ["id=1&lat=1&lon=2&timestamp=253402300800000", "timestamp"],
    ["id=1&lat=1&lon=2&speed=fast", "speed"],
  ])("%s is refused for its %s", (text, field) => {
    expect(query(text)).toEqual({ ok: false, error: { tag: "malformed", field } });
  });
});

const MOVING = {
  event: "motionchange",
  is_moving: true,
  uuid: "0e9a2473-a9a7-4c00-997b-fb97d2154e75",
  timestamp: "2021-07-21T08:06:34.444Z",
  odometer: 0,
  coords: { latitude: -6.1148096, longitude: 106.6837015, accuracy: 3.8, speed: 18.67, heading: 63, altitude: 35.7 },
  activity: { type: "still", confidence: 100 },
  battery: { is_charging: false, level: 0.79 },
  extras: {},
};

describe("a JSON message of the OsmAnd protocol", () => {
  test("gives its fix: metres a second, and a battery up to 1", () => {
    expect(readOsmAndJson({ location: MOVING, device_id: "8737767034" }, NOW)).toEqual({
      ok: true,
      value: [
        {
          deviceToken: "8737767034",
          draft: {
            at: Date.UTC(2021, 6, 21, 8, 6, 34, 444),
            lat: -6.1148096,
            lng: 106.6837015,
            accuracyM: 3.8,
            speedMps: 18.67,
            headingDeg: 63,
            flags: 0,
          },
          battery: { level: 0.79, charging: false },
          sos: false,
        },
      ],
    });
  });

  test("of a simulator is a mock, and says -1 for what it does not know", () => {
    const coords = { ...MOVING.coords, speed: -1, heading: -1, floor: null };
    const location = { ...MOVING, mock: true, coords, battery: { level: -1, is_charging: false } };
    const result = readOsmAndJson({ location, device_id: "658765" }, NOW);
    expect(result.ok && result.value).toMatchObject([
      { draft: { speedMps: null, headingDeg: null, flags: 1 }, battery: { level: null, charging: false } },
    ]);
  });

  test("may be a batch, of messages or of locations", () => {
    const later = { ...MOVING, timestamp: "2021-07-21T08:07:34.444Z", extras: { alarm: "sos" } };
    const ofMessages = [
      { location: MOVING, device_id: 1 },
      { location: later, device_id: 1 },
    ];
    const ofLocations = { location: [MOVING, later], device_id: "1" };
    const [first, second] = [ofMessages, ofLocations].map((body) => readOsmAndJson(body, NOW));
    expect(first).toEqual(second);
    expect(first?.ok && first.value.map(({ sos }) => sos)).toEqual([false, true]);
  });

  test("without a place, such as a heartbeat, has no fix", () => {
    const result = readOsmAndJson({ location: { event: "heartbeat" }, device_id: "1" }, NOW);
    expect(result.ok && result.value).toMatchObject([{ deviceToken: "1", draft: null }]);
  });

  test.each([
    [{ location: MOVING }, "device_id"],
    [{ device_id: "1" }, "location"],
    [{ device_id: "1", location: { ...MOVING, coords: { longitude: 1 } } }, "latitude"],
    [{ device_id: "1", location: { ...MOVING, coords: { latitude: 1, longitude: Infinity } } }, "longitude"],
    [{ device_id: "1", location: { ...MOVING, timestamp: "soon" } }, "timestamp"],
    [null, "device_id"],
    ["text", "device_id"],
  ])("%j is refused for its %s", (body, field) => {
    expect(readOsmAndJson(body, NOW)).toEqual({ ok: false, error: { tag: "malformed", field } });
  });

  test("of more reports than a day has is refused", () => {
    const location = Array.from({ length: OSMAND_REPORTS_MAX }, () => MOVING);
    const batch = { location, device_id: "1" };
    expect(readOsmAndJson(batch, NOW).ok).toBe(true);
    expect(readOsmAndJson([batch, { location: MOVING, device_id: "1" }], NOW)).toEqual({
      ok: false,
      error: { tag: "too-many", max: OSMAND_REPORTS_MAX },
    });
  });
});

test("nothing that is sent makes a reader throw", () => {
  assert(
    property(anything(), anything(), (whole, part) => {
      const bodies = [
        whole,
        { device_id: "1", location: part },
        { device_id: "1", location: { ...MOVING, coords: part } },
      ];
      for (const body of bodies) expect(readOsmAndJson(body, NOW)).toHaveProperty("ok");
    }),
  );
  assert(
    property(array(tuple(string(), string())), (pairs) => {
      expect(readOsmAndQuery([...pairs, ["id", "1"]], NOW)).toHaveProperty("ok");
    }),
  );
});
