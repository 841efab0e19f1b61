import { anything, assert, property } from "fast-check";
import { expect, test } from "vitest";
import { OWNTRACKS_ANSWER, readOwnTracks } from "../../../../src/domain/trackers/owntracks.ts";

const LOCATION = {
  _type: "location",
  lat: 48.85833,
  lon: 2.29513,
  tst: 1_497_476_456,
  tid: "JJ",
  topic: "owntracks/a/b",
};
const NOTHING = { deviceToken: null, draft: null, battery: null, sos: false };

test("a location gives its fix: kilometres an hour, whole seconds, a battery in percent", () => {
  const sent = { ...LOCATION, acc: 5, vel: 36, cog: 271, alt: 62, batt: 41, bs: 2, t: "u", created_at: 1_497_476_460 };
  expect(readOwnTracks(sent)).toEqual({
    ok: true,
    value: {
      deviceToken: null,
      draft: {
        at: 1_497_476_456_000,
        lat: 48.85833,
        lng: 2.29513,
        accuracyM: 5,
        speedMps: 10,
        headingDeg: 271,
        flags: 0,
      },
      battery: { level: 0.41, charging: true },
      sos: false,
    },
  });
});

test("what a location leaves out, or calls negative, is unknown", () => {
  const unknown = { accuracyM: null, speedMps: null, headingDeg: null };
  expect(readOwnTracks(LOCATION)).toMatchObject({ value: { draft: unknown, battery: null } });
  const negative = { ...LOCATION, vel: -1, cog: -1, acc: -1, batt: -1, bs: 0 };
  expect(readOwnTracks(negative)).toMatchObject({ value: { draft: unknown, battery: null } });
});

test.each([
  [0, null],
  [1, false],
  [2, true],
  [3, true],
])("battery status %i means charging: %s", (bs, charging) => {
  const result = readOwnTracks({ ...LOCATION, batt: 50, bs });
  expect(result).toMatchObject({ value: { battery: { level: 0.5, charging } } });
});

test.each(["lwt", "transition", "waypoint", "waypoints", "card", "cmd", "configuration", "steps", "beacon", "status"])(
  "a message of type %s is heard, and is no fix",
  (type) => {
    expect(readOwnTracks({ _type: type, lat: 1, lon: 2, tst: 3 })).toEqual({ ok: true, value: NOTHING });
  },
);

test("an encrypted message is refused instead of being lost silently", () => {
  expect(readOwnTracks({ _type: "encrypted", data: "x" })).toEqual({ ok: false, error: { tag: "encrypted" } });
});

test.each([
  [{}, "_type"],
  [null, "_type"],
  [[LOCATION], "_type"],
  [{ ...LOCATION, tst: undefined }, "tst"],
  [{ ...LOCATION, tst: -1 }, "tst"],
  [{ ...LOCATION, tst: 1e18 }, "tst"],
  [{ ...LOCATION, tst: 253_402_300_800 }, "tst"],
  [{ ...LOCATION, lat: "north" }, "lat"],
  [{ ...LOCATION, lon: null }, "lon"],
])("%j is refused for its %s", (body, field) => {
  expect(readOwnTracks(body)).toEqual({ ok: false, error: { tag: "malformed", field } });
});

test("the answer is an empty list, and nothing that is sent makes the reader throw", () => {
  expect(JSON.parse(OWNTRACKS_ANSWER)).toEqual([]);
  assert(
    property(anything(), (body) => {
      expect(readOwnTracks(body)).toHaveProperty("ok");
      expect(readOwnTracks({ _type: "location", tst: 1, lat: body, lon: body })).toHaveProperty("ok");
    }),
  );
});
