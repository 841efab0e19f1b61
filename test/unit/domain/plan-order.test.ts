import { expect, test } from "vitest";
import { insertAt, isSamePlan, moveTo, openStops, without } from "../../../src/domain/plan-order.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { ShipmentId, StopId } from "../../../src/protocol/ids.ts";
import type { TripStop } from "../../../src/protocol/live/trip-brief.ts";

const idOf = (prefix: string, number: number) => typeIdFromBytes(prefix, new Uint8Array(16).fill(number));
const stops = (["done", "pending", "pending", "pending"] as const).map((status, number): TripStop => {
  const load = { kind: "delivery", action: "dropoff", status: "assigned" } as const;
  const shipments = [{ shipmentId: ShipmentId.parse(idOf("shp", number)), ...load }];
  const times = { serviceSeconds: 60, windowStartsAt: null, windowEndsAt: null };
  return { stopId: StopId.parse(idOf("stp", number)), lat: 52, lng: 13, status, ...times, shipments };
});
const [, one, two, three] = stops.map(({ stopId }) => stopId);
const open = openStops(stops);
const order = (...ids: (typeof one)[]) => ids.map((id) => ({ id }));

test("places are counted among the stops that are not over", () => {
  if (!one || !two || !three) throw new Error("a stop is missing");
  expect(open).toEqual(order(one, two, three));
  expect(moveTo(open, three, 0)).toEqual(order(three, one, two));
  expect(moveTo(open, one, 1)).toEqual(order(two, one, three));
  expect(moveTo(open, one, 99)).toEqual(order(two, three, one));
  expect(without(open, two)).toEqual(order(one, three));
  expect(insertAt(["a", "b"], "c")).toEqual(["a", "b", "c"]);
  expect(insertAt(["a", "b"], "c", 1)).toEqual(["a", "c", "b"]);
});

test("a plan is the same whatever happened at its stops, and another one with any of them elsewhere", () => {
  const later = stops.map((stop) => ({ ...stop, status: "done" as const }));
  expect(isSamePlan(stops, later)).toBe(true);
  expect(isSamePlan(stops, stops.toReversed())).toBe(false);
  expect(isSamePlan(stops, stops.slice(1))).toBe(false);
  expect(
    isSamePlan(
      stops,
      stops.map((stop) => ({ ...stop, shipments: [] })),
    ),
  ).toBe(false);
});
