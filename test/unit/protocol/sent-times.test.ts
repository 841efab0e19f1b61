import { expect, test } from "vitest";
import { createApiKey } from "../../../src/protocol/api/api-keys.ts";
import { getDriverHistory, getTripHistory } from "../../../src/protocol/api/history.ts";
import { NewLocation } from "../../../src/protocol/api/positions.ts";
import { TimeWindow } from "../../../src/protocol/api/shipments.ts";
import { NewTrip } from "../../../src/protocol/api/trips.ts";
import { Millis, MILLIS_MAX } from "../../../src/protocol/live/fix.ts";

const REGION = `reg_${"0".repeat(26)}`;
const DRIVER = `drv_${"0".repeat(26)}`;
const TRIP = `trip_${"0".repeat(26)}`;

const ACCEPTS: Readonly<Record<string, (at: number) => boolean>> = {
  "any time": (at) => Millis.safeParse(at).success,
  "a trip's planned start": (at) =>
    NewTrip.safeParse({ regionId: REGION, driverId: DRIVER, plannedStartAt: at }).success,
  "a window's end": (at) => TimeWindow.safeParse({ startsAt: 0, endsAt: at }).success,
  "a location's time": (at) => NewLocation.safeParse({ lat: 0, lng: 0, timestamp: at }).success,
  "a key's end": (at) => createApiKey.body.safeParse({ name: "Key", scopes: ["shipment:read"], expiresAt: at }).success,
  "a span of history": (at) => getDriverHistory.query.safeParse({ from: "0", to: String(at) }).success,
  "a page of a track": (at) => getTripHistory.query.safeParse({ after: String(at) }).success,
};

test.each(Object.entries(ACCEPTS))(
  "%s may be the last one with a year of four digits, and none after it",
  (_, accepts) => {
    expect(new Date(MILLIS_MAX).toISOString()).toBe("9999-12-31T23:59:59.999Z");
    expect(accepts(MILLIS_MAX)).toBe(true);
    expect(accepts(MILLIS_MAX + 1)).toBe(false);
  },
);

test("a place in a driver's history names no time that Postgres cannot read", () => {
  const accepts = (digits: number) =>
    getDriverHistory.query.safeParse({ from: "0", to: "0", after: `${"9".repeat(digits)}_${TRIP}_1` }).success;
  expect(accepts(14)).toBe(true);
  expect(accepts(15)).toBe(false);
  expect(Number("9".repeat(14))).toBeLessThan(MILLIS_MAX);
});
