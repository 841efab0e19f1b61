import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { leftovers, NOTHING } from "./account-fixture.ts";
import {
  LOOKER,
  crash,
  MapClient,
  MINUTE,
  newPlace,
  newTrip,
  openPlace,
  reportOf,
  type Place,
} from "./region-fixture.ts";

const START = Date.now();
const SECOND = 1_000;

// Only the clock is held; timers and alarms stay real.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => void vi.useRealTimers());

/** Numbers count by time, and no sleep is shorter. */
async function sleep({ region }: Place): Promise<void> {
  vi.setSystemTime(Date.now() + SECOND);
  // Only who is awake can fall asleep.
  await region.isOpen();
  await evictDurableObject(region);
}

test("a region that was never opened wants nothing, knows nothing and writes nothing", async () => {
  const { region } = newPlace();
  expect(await region.isOpen()).toBe(false);
  expect(await region.report(reportOf(newTrip(), 1))).toEqual({ watchers: 0, nextMs: 60_000 });
  expect(await region.snapshot(LOOKER)).toEqual({ ok: false, error: { tag: "not-found" } });
  expect(await region.closeSockets({ personId: "usr_x" })).toBe(0);
  expect(await leftovers(region)).toEqual(NOTHING);
});

test("a brief opens its own region only", async () => {
  const { tenantId, region } = newPlace();
  const { regionId } = newPlace();
  await runInDurableObject(region, (object) => {
    expect(() => object.open({ tenantId, regionId, name: "Elsewhere" })).toThrow("another region");
  });
  expect(await region.isOpen()).toBe(false);
});

test("a map sees who is there, then who moves, joins, changes and leaves", async () => {
  const place = await openPlace();
  const [first, second] = [newTrip(), newTrip()];
  await place.region.report(reportOf(first, 1));
  const map = await MapClient.watch(place);
  expect(map.replica.driver(first)).toMatchObject({ presence: "on_trip", stopsDone: 0, seq: 1 });

  expect(await place.region.report(reportOf(first, 2))).toEqual({ watchers: 1, nextMs: 15_000 });
  await map.until(() => map.replica.driver(first)?.seq === 2);
  expect(map.replica.driver(first)?.point?.lat).toBeCloseTo(52.5002, 6);

  await place.region.report(reportOf(second, 1));
  await map.until(() => map.replica.size === 2);
  await place.region.report(reportOf(second, 2, { stopsDone: 1 }));
  await map.until(() => map.replica.driver(second)?.stopsDone === 1);
  await place.region.report(reportOf(first, 3, { status: "completed" }));
  await map.until(() => map.replica.driver(first) === null);
  expect(map.applied).not.toContain("resync");
});

test("a map does not notice that the region slept between any two messages", async () => {
  const place = await openPlace();
  const map = await MapClient.watch(place);
  const trips = [newTrip(), newTrip(), newTrip(), newTrip()];
  for (const trip of trips) {
    await sleep(place);
    // Who comes is saved at once, 5 s after the last save at the earliest; no timer keeps the object awake.
    vi.setSystemTime(Date.now() + 6 * SECOND);
    await place.region.report(reportOf(trip, 1));
    await map.until(() => map.replica.driver(trip) !== null);
  }
  await sleep(place);
  map.send({ type: "viewport", box: null });
  await sleep(place);
  await runDurableObjectAlarm(place.region);
  await map.until(() => map.json.at(-1)?.type === "checksum");
  expect(map.applied).not.toContain("resync");
  expect([...map.replica.drivers()].map(({ tripId }) => tripId)).toEqual(trips);
});

test("a region that lost its memory forgets no driver, and a map that knew more gets everything", async () => {
  const place = await openPlace();
  const [trip, other] = [newTrip(), newTrip()];
  const map = await MapClient.watch(place);
  await place.region.report(reportOf(trip, 1));
  await place.region.report(reportOf(other, 1));
  await place.region.report(reportOf(trip, 2, { stopsDone: 1 }));
  await map.until(() => map.replica.driver(trip)?.stopsDone === 1);
  const { since } = map.replica;
  vi.setSystemTime(START + SECOND);
  const woken = await crash(place);
  await map.until(() => map.closed !== null);

  const back = await MapClient.connect(woken);
  back.send({ type: "hello", version: 1, since });
  await back.until(() => back.replica.since !== null);
  expect(back.json.map(({ type }) => type)).toEqual(["hello", "snapshot"]);
  expect(back.replica.driver(trip)).toMatchObject({ seq: 1, stopsDone: 0 });
  await woken.region.report(reportOf(trip, 3, { stopsDone: 2 }));
  await back.until(() => back.replica.driver(trip)?.stopsDone === 2);
  expect(back.applied).not.toContain("resync");
});

test("a map that comes back is told what it missed, and everything if that is not known", async () => {
  const place = await openPlace();
  const [trip, other] = [newTrip(), newTrip()];
  const staying = await MapClient.watch(place);
  await place.region.report(reportOf(trip, 1));
  const leaving = await MapClient.watch(place);
  const { since } = leaving.replica;
  leaving.close();
  await place.region.report(reportOf(other, 1));
  await staying.until(() => staying.replica.size === 2);

  const back = await MapClient.connect(place);
  back.send({ type: "hello", version: 1, since });
  await back.until(() => back.frames >= 3);
  expect(back.json.map(({ type }) => type)).toEqual(["hello", "deltas"]);
  expect(back.json[1]).toMatchObject({
    prev: since?.rev,
    changes: [{ type: "driver:updated", driver: { tripId: other } }],
  });

  const lost = await MapClient.connect(place);
  lost.send({ type: "hello", version: 1, since: { epoch: "another-life", rev: 7 } });
  await lost.until(() => lost.replica.size === 2);
  expect(lost.json.map(({ type }) => type)).toEqual(["hello", "snapshot"]);
});

test("a driver who goes silent is shown so, by the round alone", async () => {
  const place = await openPlace();
  const trip = newTrip();
  const map = await MapClient.watch(place);
  await place.region.report(reportOf(trip, 1, { connected: false }));
  await map.until(() => map.replica.size === 1);
  vi.setSystemTime(START + MINUTE + 1);
  map.send({ type: "resync" });
  await map.until(() => map.json.filter(({ type }) => type === "snapshot").length === 2);
  await runDurableObjectAlarm(place.region);
  await map.until(() => map.replica.driver(trip)?.presence === "stale");
  expect(map.json).toContainEqual(
    expect.objectContaining({
      type: "deltas",
      changes: [{ type: "connection:status", tripId: trip, presence: "stale", lastSeenAt: START }],
    }),
  );
});

test("a map with a viewport is told who moves in it, and a new viewport tells who is there", async () => {
  const place = await openPlace();
  const [near, far] = [newTrip(), newTrip()];
  const away = { lat: 53, lng: 14, speedMps: 0, headingDeg: 0, accuracyM: 5, at: START };
  await place.region.report(reportOf(near, 1));
  await place.region.report(reportOf(far, 1, { point: away }));
  const map = await MapClient.watch(place);
  map.send({ type: "viewport", box: { south: 52.4, west: 13.3, north: 52.6, east: 13.5 } });
  await map.until(() => map.frames === 3);
  await place.region.report(reportOf(far, 2, { point: { ...away, lat: 53.1 } }));
  await place.region.report(reportOf(near, 2));
  await map.until(() => map.replica.driver(near)?.seq === 2);
  expect(map.replica.driver(far)?.seq).toBe(1);

  map.send({ type: "viewport", box: { south: 52.9, west: 13.9, north: 53.2, east: 14.1 } });
  await map.until(() => map.replica.driver(far)?.seq === 2);
  expect(map.replica.driver(far)?.point?.lat).toBeCloseTo(53.1, 6);
});

test("a map that reads nothing is spared, gets the newest once when it does, and is closed in the end", async () => {
  const place = await openPlace();
  const trip = newTrip();
  const map = await MapClient.watch(place, {}, false);
  await place.region.report(reportOf(trip, 1));
  await map.until(() => map.replica.size === 1);
  const before = map.frames;
  for (let seq = 2; seq <= 40; seq++) {
    vi.setSystemTime(START + 10 * SECOND + seq * 100);
    await place.region.report(reportOf(trip, seq, { stopsDone: Math.min(3, Math.floor(seq / 10)) }));
  }
  expect((await place.region.counters()).frames).toBe(before);
  map.send({ type: "ack", frames: before });
  await map.until(() => map.replica.driver(trip)?.seq === 40);
  expect(map.frames).toBe(before + 1);
  expect(map.replica.driver(trip)?.stopsDone).toBe(3);

  vi.setSystemTime(START + 50 * SECOND);
  await place.region.report(reportOf(trip, 41));
  await map.until(() => map.closed !== null);
  expect(map.closed?.code).toBe(4408);
});

test("a map that reads nothing is closed by the round alone, when nothing else happens", async () => {
  const place = await openPlace();
  const trip = newTrip();
  const map = await MapClient.watch(place, {}, false);
  await place.region.report(reportOf(trip, 1));
  await map.until(() => map.replica.size === 1);
  // Put off: from now on it waits for an acknowledgement that does not come.
  vi.setSystemTime(START + 12 * SECOND);
  await place.region.report(reportOf(trip, 2));
  vi.setSystemTime(START + 45 * SECOND);
  await runDurableObjectAlarm(place.region);
  await map.until(() => map.closed !== null);
  expect(map.closed?.code).toBe(4408);
});

test("the nearest drivers are found, and not in a region that is not open", async () => {
  const place = await openPlace();
  const trips = [newTrip(), newTrip()];
  await place.region.report(reportOf(trips[0] ?? newTrip(), 90));
  await place.region.report(reportOf(trips[1] ?? newTrip(), 10));
  const any = { presence: null, vehicleKinds: null, withinM: null };
  const found = await place.region.nearest({ lat: 52.5, lng: 13.4 }, 1, any, LOOKER);
  expect(found.ok && found.value.map(({ driver }) => driver.tripId)).toEqual([trips[1]]);
  expect((await newPlace().region.nearest({ lat: 52.5, lng: 13.4 }, 1, any, LOOKER)).ok).toBe(false);
});
