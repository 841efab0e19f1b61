import { expect, test } from "vitest";
import { relocateStop } from "../../../src/domain/relocate-stop.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { ShipmentId, StopId } from "../../../src/protocol/ids.ts";
import { STOPS_MAX, type TripStop } from "../../../src/protocol/live/trip-brief.ts";

const id = (prefix: string, number: number) => typeIdFromBytes(prefix, new Uint8Array(16).fill(number));
const stopId = (number: number) => StopId.parse(id("stp", number));
const shipmentId = (number: number) => ShipmentId.parse(id("shp", number));

function stop(number: number, status: TripStop["status"], ...parcels: number[]): TripStop {
  return {
    stopId: stopId(number),
    lat: 52,
    lng: 13,
    status,
    serviceSeconds: 60,
    windowStartsAt: null,
    windowEndsAt: null,
    shipments: parcels.map((parcel) => ({
      shipmentId: shipmentId(parcel),
      kind: "delivery",
      action: "dropoff",
      status: "out_for_delivery",
    })),
  };
}

const place = { lat: 53, lng: 14 };
const MOVE = { shipmentId: shipmentId(1), action: "dropoff", place } as const;
const NEW_STOP = stopId(99);

test("alone at its stop, the stop itself moves and keeps what it is", () => {
  const stops = [stop(1, "en_route", 1), stop(2, "pending", 2)];
  expect(relocateStop(stops, MOVE, NEW_STOP)).toEqual({ ok: true, value: [{ ...stops[0], ...place }, stops[1]] });
});

test("with others at the door, it gets a stop of its own behind theirs", () => {
  const stops = [stop(1, "en_route", 2, 1), stop(2, "pending", 3)];
  const moved = relocateStop(stops, MOVE, NEW_STOP);
  const own = { ...stop(1, "pending", 1), ...place, stopId: NEW_STOP };
  expect(moved).toEqual({ ok: true, value: [stop(1, "en_route", 2), own, stops[1]] });
});

test("a new time alone leaves the place, and null takes the time away", () => {
  const timed = { ...stop(1, "pending", 1), windowStartsAt: 1, windowEndsAt: 2 };
  const { place: _, ...move } = MOVE;
  const later = relocateStop([timed], { ...move, window: { startsAt: 5, endsAt: 6 } }, NEW_STOP);
  expect(later).toEqual({ ok: true, value: [{ ...timed, windowStartsAt: 5, windowEndsAt: 6 }] });
  expect(relocateStop([timed], { ...move, window: null }, NEW_STOP)).toEqual({
    ok: true,
    value: [stop(1, "pending", 1)],
  });
});

test("nothing changes where it is already, has been served, or is not on the trip", () => {
  for (const stops of [[{ ...stop(1, "arrived", 1), ...place }], [stop(1, "done", 1)], [stop(1, "pending", 2)]])
    expect(relocateStop(stops, MOVE, NEW_STOP)).toEqual({ ok: true, value: stops });
});

test("whoever stands at the door is not sent elsewhere, and no trip gets more stops than it may have", () => {
  expect(relocateStop([stop(1, "arrived", 1)], MOVE, NEW_STOP)).toEqual({ ok: false, error: { tag: "at-the-door" } });
  const full = [stop(1, "pending", 1, 2), ...Array.from({ length: STOPS_MAX - 1 }, () => stop(2, "pending"))];
  expect(relocateStop(full, MOVE, NEW_STOP)).toEqual({ ok: false, error: { tag: "too-many-stops" } });
});
