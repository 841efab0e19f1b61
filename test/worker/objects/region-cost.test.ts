import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { wakeTrips } from "../../../src/objects/region/wake-trips.ts";
import { leftovers } from "./account-fixture.ts";
import { MapClient, newTrip, openPlace, reportOf } from "./region-fixture.ts";

const START = Date.now();
const WINDOW_MS = 100;
const ROUNDS = 10;

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => void vi.useRealTimers());

test("while nobody looks, what happens costs no frame, no row, no timer and no alarm", async () => {
  const { region } = await openPlace();
  const trips = Array.from({ length: 20 }, newTrip);
  for (const trip of trips) await region.report(reportOf(trip, 1));
  vi.setSystemTime(START + 5_000);
  for (const trip of trips) await region.report(reportOf(trip, 2));
  // That a fleet has come is written down, before sleep at the latest.
  const before = await region.counters();
  for (let seq = 3; seq < 8; seq++) {
    vi.setSystemTime(START + seq * 20_000);
    for (const trip of trips) await region.report(reportOf(trip, seq, { stopsDone: seq % 3 }));
  }
  expect(await region.counters()).toEqual({ ...before, reports: before.reports + 100 });
  expect(before).toMatchObject({ frames: 0, ticks: 0, timers: 1 });
  expect((await leftovers(region)).alarm).toBeNull();
});

test.each([5, 60])("%i drivers: each map gets one frame in a window, of the same bytes", async (drivers) => {
  const place = await openPlace();
  const trips = Array.from({ length: drivers }, newTrip);
  for (const trip of trips) await place.region.report(reportOf(trip, 1));
  const maps = [await MapClient.watch(place), await MapClient.watch(place), await MapClient.watch(place)];
  const before = await place.region.counters();
  for (let round = 1; round <= ROUNDS; round++) {
    vi.setSystemTime(START + round * WINDOW_MS);
    // Together, so that the timer of a window has no time to come in between.
    await Promise.all(trips.map(async (trip) => place.region.report(reportOf(trip, 1 + round))));
  }
  await Promise.all(
    maps.map(async (map) => map.until(() => [...map.replica.drivers()].every(({ seq }) => seq === 1 + ROUNDS))),
  );
  const after = await place.region.counters();
  // The last window's tail is one more.
  expect(after.frames - before.frames).toBeLessThanOrEqual(maps.length * (ROUNDS + 2));
  expect(after.frames - before.frames).toBeGreaterThanOrEqual(maps.length);
  const bytesEach = (after.bytes - before.bytes) / (maps.length * drivers * ROUNDS);
  expect(bytesEach).toBeLessThanOrEqual(12 + (12 * (ROUNDS + 2)) / (drivers * ROUNDS));
});

test("fifty watched drivers cost at most 0.05 rows for each position", async () => {
  const place = await openPlace();
  const trips = Array.from({ length: 50 }, newTrip);
  const map = await MapClient.watch(place);
  await Promise.all(trips.map(async (trip) => place.region.report(reportOf(trip, 1))));
  vi.setSystemTime(START + 5_000);
  await Promise.all(trips.map(async (trip) => place.region.report(reportOf(trip, 2))));
  const before = await place.region.counters();
  // Two and a half minutes, a report of each every 15 s, which stands for three positions.
  for (let seq = 3; seq < 13; seq++) {
    vi.setSystemTime(START + 5_000 + seq * 15_000);
    await Promise.all(trips.map(async (trip) => place.region.report(reportOf(trip, seq))));
    await map.until(() => map.replica.driver(trips[49] ?? newTrip())?.seq === seq);
  }
  const after = await place.region.counters();
  const rows = after.rowsWritten - before.rowsWritten;
  expect(rows).toBeGreaterThan(0);
  expect(rows / ((after.reports - before.reports) * 3)).toBeLessThanOrEqual(0.05);
});

test("when the last map closes, nothing runs on", async () => {
  const place = await openPlace();
  const trip = newTrip();
  const map = await MapClient.watch(place);
  await place.region.report(reportOf(trip, 1));
  await map.until(() => map.replica.size === 1);
  map.close();
  await map.until(() => map.closed !== null);
  const { timers, frames } = await place.region.counters();
  vi.setSystemTime(START + 6_000);
  expect(await place.region.report(reportOf(trip, 2))).toEqual({ watchers: 0, nextMs: null });
  expect(await place.region.counters()).toMatchObject({ timers, frames });
});

test("trips are woken fifty at a time, nine thousand at most, and one that fails stops no other", async () => {
  const trips = Array.from({ length: 9_200 }, newTrip);
  const asked: string[] = [];
  let [running, most] = [0, 0];
  await wakeTrips(trips, async (tripId) => {
    asked.push(tripId);
    most = Math.max(most, (running += 1));
    await Promise.resolve();
    running -= 1;
    if (asked.length % 7 === 0) throw new Error("gone");
  });
  expect(asked).toEqual(trips.slice(0, 9_000));
  expect(most).toBe(50);
});
