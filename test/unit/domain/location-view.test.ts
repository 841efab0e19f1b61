import { expect, test } from "vitest";
import type { KnownCaller } from "../../../src/domain/caller.ts";
import { mergeViews, viewerOf } from "../../../src/domain/location-view.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import type { LocationLook } from "../../../src/protocol/location-view.ts";
import { DriverId, LinkId, ShipmentId, TenantId, TripId } from "../../../src/protocol/ids.ts";

const id = (prefix: string, number: number) => typeIdFromBytes(prefix, new Uint8Array(16).fill(number));
const driverId = DriverId.parse(id("drv", 2));
const tripId = TripId.parse(id("trip", 1));
const HOUR_MS = 3_600_000;
const HOUR = 470_000 * HOUR_MS;
const look: LocationLook = {
  driverId,
  viewer: "usr_a",
  viewerRole: "admin",
  surface: "live-map",
  tripId: null,
  at: HOUR,
};

test("looks of one viewer at one driver in one hour become one, from the first to the last, in any order", () => {
  const looks = [look, { ...look, at: HOUR + 5, tripId }, { ...look, at: HOUR + 9 }];
  const { at: _, ...rest } = look;
  const hour = { ...rest, tripId, hour: HOUR, startedAt: HOUR, lastAt: HOUR + 9 };
  expect(mergeViews(looks)).toEqual([hour]);
  expect(mergeViews(looks.toReversed())).toEqual([hour]);
});

test("another hour, driver, viewer or place is a row of its own, and rows come in the order of their keys", () => {
  const looks: LocationLook[] = [
    look,
    { ...look, viewer: "usr_0" },
    { ...look, surface: "history" },
    { ...look, at: HOUR + HOUR_MS },
    { ...look, driverId: DriverId.parse(id("drv", 1)) },
  ];
  const merged = mergeViews(looks);
  expect(merged).toHaveLength(5);
  expect(mergeViews(looks.toReversed())).toEqual(merged);
  expect(mergeViews([])).toEqual([]);
});

test("whoever holds a link is a customer", () => {
  const tenantId = TenantId.parse(id("tnt", 1));
  const linkId = LinkId.parse(id("lnk", 1));
  const link: KnownCaller = { kind: "link", tenantId, linkId, shipmentId: ShipmentId.parse(id("shp", 1)) };
  expect(viewerOf(link)).toEqual({ viewer: linkId, viewerRole: "customer" });
  const driver: KnownCaller = { kind: "driver", tenantId, driverId, sessionId: "s" };
  expect(viewerOf(driver)).toEqual({ viewer: driverId, viewerRole: "driver" });
});
