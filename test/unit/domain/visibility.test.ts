import { array, assert, boolean, constantFrom, integer, nat, option, property, record } from "fast-check";
import type { Arbitrary } from "fast-check";
import { expect, test } from "vitest";
import { distanceM } from "../../../src/domain/geo.ts";
import { coarsen, glimpse } from "../../../src/domain/visibility.ts";
import type { Lookout } from "../../../src/domain/visibility.ts";
import { Visibility } from "../../../src/protocol/live/trip-brief.ts";
import { StopStatus, TripStatus } from "../../../src/protocol/trip.ts";
import { at, START } from "./noisy-drive.ts";
import { stopAt } from "./planned-trip.ts";

const near: Visibility = { mode: "near", stopsAhead: 3, minutes: null, metres: null };
const point = { ...at(0, 0), speedMps: 9.5, headingDeg: 93, accuracyM: 6, at: START };
const eta = { stopId: "own", etaAt: START + 600_000, p90At: START + 840_000, late: true };
const ahead = (count: number) => Array.from({ length: count }, (_, index) => stopAt(`other${index}`, index * 400));

function look(changes: Partial<Lookout> = {}, rules = near, now = START) {
  const stops = [...ahead(3), stopAt("own", 5000), stopAt("after", 9000)];
  return glimpse(rules, { tripStatus: "active", stops, ownStopId: "own", point, eta, ...changes }, now);
}

test("three stops ahead the dot is seen, coarsely; four ahead only how many they are", () => {
  expect(look()).toEqual({
    state: "visible",
    stopsBefore: 3,
    eta: { at: START + 600_000, from: START + 600_000, to: START + 840_000 },
    destination: at(5000, 0),
    point: { ...coarsen(point), headingDeg: 90 },
    stale: false,
  });
  const far = look({ stops: [...ahead(4), stopAt("own", 5000)] });
  expect(far).toMatchObject({ state: "hidden", stopsBefore: 4, point: null, eta: { at: START + 600_000 } });
  expect(far.destination).toBeNull();
});

test("minutes or metres may show it earlier, `never` never does, `always` does throughout the trip", () => {
  const stops = [...ahead(9), stopAt("own", 5000)];
  expect(look({ stops }, { ...near, minutes: 10 }).state).toBe("visible");
  expect(look({ stops }, { ...near, minutes: 9 }).state).toBe("hidden");
  expect(look({ stops }, { ...near, metres: 5001 }).state).toBe("visible");
  expect(look({ stops }, { ...near, metres: 4999 }).state).toBe("hidden");
  expect(look({ stops }, { ...near, mode: "always" }).state).toBe("visible");
  expect(look({}, { ...near, mode: "never" })).toMatchObject({ state: "hidden", point: null });
});

test("a stop that has begun comes first: the driver is on the way to it, or away from one's own", () => {
  const own = stopAt("own", 5000, { status: "en_route" });
  expect(look({ stops: [...ahead(6), own] }).stopsBefore).toBe(0);
  const other = stopAt("other", 9000, { status: "en_route" });
  expect(look({ stops: [stopAt("own", 5000), stopAt("more", 7000), other] }).stopsBefore).toBe(1);
});

test("an old point is said to be old, and after five minutes nobody's business", () => {
  expect(look({}, near, START + 60_001)).toMatchObject({ stale: true, point: { at: START } });
  expect(look({}, near, START + 300_001)).toMatchObject({ state: "visible", stale: true, point: null });
});

test("nobody gets the forecast of another stop", () => {
  expect(look({ eta: { ...eta, stopId: "other0" } }).eta).toBeNull();
});

test("the grid hides the door: 36 m at the most, and the same cell for all places in it", () => {
  assert(
    property(integer({ min: -60_000, max: 60_000 }), integer({ min: -60_000, max: 60_000 }), (x, y) => {
      const place = { ...point, ...at(x, y) };
      const seen = coarsen(place);
      expect(distanceM(place, seen)).toBeLessThan(36);
      expect(coarsen({ ...place, lat: seen.lat, lng: seen.lng })).toEqual(seen);
    }),
  );
});

const anyStop = (stopId: string) =>
  record({ status: constantFrom(...StopStatus.options), x: nat(9000) }).map(({ status, x }) =>
    stopAt(stopId, x, { status }),
  );
const anyLookout = record({
  tripStatus: constantFrom(...TripStatus.options),
  before: array(anyStop("before"), { maxLength: 12 }),
  own: anyStop("own"),
  hasPoint: boolean(),
  ageMs: nat(600_000),
  rules: record({
    mode: constantFrom("always", "near", "never"),
    stopsAhead: nat(10),
    minutes: option(nat(240)),
    metres: option(nat(100_000)),
  }),
});

type AnyLookout = typeof anyLookout extends Arbitrary<infer Value> ? Value : never;

function lookAt({ tripStatus, before, own, hasPoint, ageMs, rules }: AnyLookout) {
  const live = hasPoint ? point : null;
  return look({ tripStatus, stops: [...before, own], point: live }, Visibility.parse(rules), START + ageMs);
}

test("no point leaks before it may be seen, and never a raw one", () => {
  assert(
    property(anyLookout, (lookout) => {
      const seen = lookAt(lookout);
      const isLive = lookout.tripStatus === "active" && lookout.rules.mode !== "never" && lookout.ageMs <= 300_000;
      expect(seen.point === null || (isLive && seen.state === "visible")).toBe(true);
      // The way that the stops lie along shares its latitude with the driver.
      expect(JSON.stringify({ ...seen, destination: null })).not.toContain(String(point.lat));
      expect(Object.keys(seen).toSorted()).toEqual(["destination", "eta", "point", "stale", "state", "stopsBefore"]);
      // The own stop and no other, and only together with the right to see who comes.
      const { lat, lng } = lookout.own;
      expect(seen.destination).toEqual(seen.state === "visible" ? { lat, lng } : null);
      expect(Object.keys(seen.point ?? coarsen(point))).toEqual(["lat", "lng", "headingDeg", "at"]);
    }),
  );
});

test("after the end there is nothing but the end", () => {
  const ended = { state: "ended", stopsBefore: null, eta: null, destination: null, point: null, stale: false };
  assert(
    property(anyLookout, (lookout) => {
      const seen = lookAt(lookout);
      const isOver =
        ["done", "failed", "skipped"].includes(lookout.own.status) ||
        ["completed", "cancelled"].includes(lookout.tripStatus);
      expect(seen.state === "ended").toBe(isOver);
      expect(isOver ? seen : ended).toEqual(ended);
    }),
  );
});
