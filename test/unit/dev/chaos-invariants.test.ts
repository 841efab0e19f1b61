import { expect, test } from "vitest";
import { ClientLog } from "../../../dev/chaos/client-log.ts";
import { checkLedgers, checkPicture, checkStored, type StoredTrip } from "../../../dev/chaos/invariants.ts";
import { wireId } from "../../../dev/tenant-rows.ts";
import { DriverId, TripId } from "../../../src/protocol/ids.ts";
import type { LiveDriver } from "../../../src/protocol/live/dispatch-down.ts";

const TRIP = "trip-1";
const PLACE = { lat: 52.5, lng: 13.4, speedMps: 10, headingDeg: 0, at: 1_700_000_000_000 };

/** Said 1 to 4 at 1001 to 1004, of which three are promised, and one action at 9001. */
function device(epoch = "epoch-1", firstAt = 1_001): ClientLog {
  const log = new ClientLog(TRIP, epoch);
  for (let index = 0; index < 4; index++) log.fixes.say(firstAt + index);
  log.actions.say(firstAt + 8_000);
  log.acked(3, 1);
  return log;
}

function stored(fixes: readonly (readonly [number, number])[], change: Partial<StoredTrip> = {}): StoredTrip {
  return {
    tripId: TRIP,
    chunks: [{ seq: 1, fixes: fixes.map(([seq, at]) => ({ seq, at })) }],
    events: [{ seq: 1, happenedAt: 9_001, isManual: true }],
    ...change,
  };
}

const THREE = [
  [1, 1_001],
  [2, 1_002],
  [3, 1_003],
] as const;

test("what is stored as it was promised is no violation, and nor is what was stored before it was promised", () => {
  expect(checkStored([device()], [stored(THREE)])).toEqual([]);
  expect(checkStored([device()], [stored([...THREE, [4, 1_004]])])).toEqual([]);
});

test.each([
  ["an acknowledged fix is gone", stored(THREE.slice(1)), "I1"],
  ["a fix is there twice", stored([...THREE, [3, 1_003]]), "I1"],
  ["a trip is gone", stored([], { tripId: "trip-2" }), "I1"],
  ["an acknowledged action is gone", stored(THREE, { events: [] }), "I1"],
  ["a fix comes from nowhere", stored([...THREE, [9, 5_000]]), "I2"],
  ["an action comes from nowhere", stored(THREE, { events: eventsAt(9_001, 9_002) }), "I2"],
  ["a trip comes from nowhere", stored(THREE, { tripId: "trip-2" }), "I2"],
  ["a fix has another number", stored([THREE[0], [3, 1_002], [2, 1_003]]), "I3"],
  ["a chunk is missing", stored(THREE, { chunks: [{ seq: 2, fixes: [] }] }), "I3"],
  ["an event is missing", stored(THREE, { events: [{ seq: 2, happenedAt: 9_001, isManual: true }] }), "I3"],
])("%s", (_, trip, invariant) => {
  expect(checkStored([device()], [trip]).map((one) => one.invariant)).toContain(invariant);
});

test("a promise of what was never said is one", () => {
  const log = device();
  log.acked(7, 1);
  expect(checkStored([log], [stored(THREE)])).toMatchObject([{ invariant: "I2" }]);
  expect(log.fixes.acked).toBe(3);
});

test("two devices of one trip are told apart by the times of what they say", () => {
  const second = device("epoch-2", 2_001);
  const both = [...THREE, [1, 2_001], [2, 2_002], [3, 2_003]] as const;
  const trip = stored(both, { events: eventsAt(9_001, 10_001) });
  expect(checkStored([device(), second], [trip])).toEqual([]);
  expect(checkStored([device(), second], [stored(THREE)]).map(({ detail }) => detail)).toEqual([
    "lost fix of epoch-2: 1, 2, 3",
    "lost action of epoch-2: 1",
  ]);
});

test("a ledger that is behind, one that nobody confirmed, or a dead letter, is told", () => {
  const [all, some] = [
    { events: 2, chunks: 3 },
    { events: 2, chunks: 2 },
  ];
  const done = { tripId: TRIP, written: all, recorded: all, confirmed: all };
  expect(checkLedgers([done], 0)).toEqual([]);
  expect(checkLedgers([{ ...done, recorded: some }], 0)).toHaveLength(1);
  expect(checkLedgers([{ ...done, confirmed: some }], 1)).toHaveLength(2);
});

test("a map that shows what is there is right, also where positions are rounded", () => {
  const there = driver();
  expect(checkPicture([there], [there])).toEqual([]);
  expect(checkPicture([driver({ point: { ...PLACE, lat: PLACE.lat + 4e-7 } })], [there])).toEqual([]);
});

test.each([
  ["somebody who has left", [driver()], [], "is shown and is not there"],
  ["nobody for somebody who is there", [], [driver()], "is there and is not shown"],
  ["an old presence", [driver({ presence: "stale" })], [driver()], "presence is shown as stale and is online"],
  ["an old place", [driver({ point: { ...PLACE, lat: 53 } })], [driver()], "is shown"],
  ["no place", [driver({ point: null })], [driver()], "has a place for one of the two only"],
])("a map is wrong that shows %s", (_, told, fresh, detail) => {
  const [found] = checkPicture(told, fresh);
  expect(found).toMatchObject({ invariant: "I7", detail: expect.stringContaining(detail) });
});

function driver(change: Partial<LiveDriver> = {}): LiveDriver {
  return {
    index: 0,
    tripId: TripId.parse(wireId("trip", "018d0000-0000-7000-8000-000000000001")),
    driverId: DriverId.parse(wireId("drv", "018d0000-0000-7000-8000-000000000002")),
    driverFirstName: "Driver",
    vehicleKind: null,
    status: "active",
    seq: 7,
    point: PLACE,
    presence: "online",
    lastSeenAt: PLACE.at,
    stopsDone: 0,
    stopsTotal: 0,
    nextStop: null,
    alerts: [],
    ...change,
  };
}

function eventsAt(...times: readonly number[]): StoredTrip["events"] {
  return times.map((happenedAt, index) => ({ seq: index + 1, happenedAt, isManual: true }));
}
