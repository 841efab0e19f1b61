import { expect, test } from "vitest";
import { LookLog } from "../../../src/domain/look-log.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { DriverId } from "../../../src/protocol/ids.ts";
import type { LocationLook } from "../../../src/protocol/location-view.ts";

const HOUR_MS = 3_600_000;
const AT = 470_000 * HOUR_MS;
const driver = (number: number) => DriverId.parse(typeIdFromBytes("drv", new Uint8Array(16).fill(number)));
const look = (over: Partial<LocationLook> = {}): LocationLook => ({
  driverId: driver(1),
  viewer: "usr_1",
  viewerRole: "dispatcher",
  surface: "live-map",
  tripId: null,
  at: AT,
  ...over,
});

test("a look is told once an hour for each viewer, driver and surface", () => {
  const log = new LookLog();
  for (let second = 0; second < 60; second += 1) log.note(look({ at: AT + second * 1_000 }));
  expect(log.take()).toEqual([look()]);
  const others = [look({ viewer: "usr_2" }), look({ driverId: driver(2) }), look({ surface: "history" })];
  for (const other of others) log.note(other);
  expect(log.take()).toEqual(others);
  log.note(look({ at: AT + HOUR_MS }));
  expect(log.take()).toEqual([look({ at: AT + HOUR_MS })]);
  expect(log.take()).toEqual([]);
});

test("drivers who look at themselves are nobody's business", () => {
  const log = new LookLog();
  log.note(look({ viewer: driver(1), viewerRole: "driver" }));
  expect(log.take()).toEqual([]);
});
