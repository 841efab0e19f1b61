import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TripStore } from "../../../src/objects/trip/trip-store.ts";
import { regionObject } from "../../../src/platform/object-stubs.ts";
import type { TripBrief } from "../../../src/protocol/live/trip-brief.ts";
import { LOOKER, MapClient, MINUTE, type Place, reportOf } from "./region-fixture.ts";
import { type Ear, drive, driverOf, openTrip, stubOf, tripBrief } from "./trip/trip-fixture.ts";

const EPOCH = "epoch-0001";
const METRES_A_MINUTE = 100;

// The clock alone is held: an hour passes as fast as sixty positions are taken in.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

async function onTheRoad() {
  const brief = tripBrief();
  const { tenantId, regionId } = brief;
  const region = regionObject(env, tenantId, regionId);
  await region.open({ tenantId, regionId, name: "Old town", centroid: { lat: 52.5, lng: 13.4 } });
  await openTrip(brief);
  const { ear } = await driverOf(brief);
  const place: Place = { tenantId, regionId, region };
  return { brief, place, ear };
}

/** A position, a minute after the one before; back when it is stored. */
async function drives(ear: Ear<{ type: string }>, seq: number): Promise<void> {
  vi.setSystemTime(Date.now() + MINUTE);
  ear.say({ type: "driver:locationUpdate", epoch: EPOCH, fixes: drive(seq, 1, seq * (METRES_A_MINUTE - 10)) });
  ear.say({ type: "flush" });
  await ear.wait(
    (one): one is { type: "ack"; fixes: number } => "fixes" in one && one.fixes === seq && one.type === "ack",
  );
}

async function quiet(brief: TripBrief): Promise<number> {
  return vi.waitFor(async () => {
    const { isReporting, regionCalls } = await stubOf(brief).counters();
    expect(isReporting).toBe(false);
    return regionCalls;
  });
}

async function latOf({ region }: Place): Promise<number> {
  const seen = await region.snapshot(LOOKER);
  return (seen.ok && seen.value.drivers[0]?.point?.lat) || 0;
}

test("an hour on the road that nobody watches is no call, and the first look shows its end", async () => {
  const { brief, place, ear } = await onTheRoad();
  await drives(ear, 1);
  const before = await quiet(brief);
  for (let seq = 2; seq <= 60; seq++) await drives(ear, seq);
  expect(await quiet(brief)).toBe(before);
  expect(await latOf(place)).toBeCloseTo(52.5 + 0.054, 2);
  // Who looks without a socket counts for a minute.
  await drives(ear, 61);
  expect(await quiet(brief)).toBeGreaterThan(before + 1);
});

test("candidates are found where they are, though nobody looked before", async () => {
  const { place, ear } = await onTheRoad();
  for (let seq = 1; seq <= 10; seq++) await drives(ear, seq);
  const any = { presence: null, vehicleKinds: null, withinM: 300 };
  const found = await place.region.nearest({ lat: 52.509, lng: 13.4 }, 1, any, LOOKER);
  expect(found.ok && found.value).toHaveLength(1);
});

test("a trip that sleeps between two positions remembers that nobody looks, and that somebody does", async () => {
  const { brief, place, ear } = await onTheRoad();
  await drives(ear, 1);
  await quiet(brief);
  await evictDurableObject(stubOf(brief));
  await drives(ear, 2);
  expect(await quiet(brief)).toBe(0);
  await evictDurableObject(stubOf(brief));
  const map = await MapClient.watch(place);
  await map.until(() => map.replica.size === 1);
  await quiet(brief);
  await evictDurableObject(stubOf(brief));
  await drives(ear, 3);
  expect(await quiet(brief)).toBe(1);
});

test("a trip that could not be asked when a map opened is asked again by the round", async () => {
  const brief = tripBrief();
  const { tenantId, regionId, tripId } = brief;
  const region = regionObject(env, tenantId, regionId);
  await region.open({ tenantId, regionId, name: "Old town", centroid: { lat: 52.5, lng: 13.4 } });
  await region.report(reportOf(tripId, 1));
  const map = await MapClient.watch({ tenantId, regionId, region });
  expect(map.replica.driver(tripId)?.driverFirstName).toBe("Noor");
  await runInDurableObject(stubOf(brief), (_, { storage }) => new TripStore(storage).saveBrief(brief));
  // Later than a round, and sooner than a map that said nothing is ended.
  vi.setSystemTime(Date.now() + 0.75 * MINUTE);
  await runDurableObjectAlarm(region);
  await map.until(() => map.replica.driver(tripId)?.driverFirstName === "Ada");
});
