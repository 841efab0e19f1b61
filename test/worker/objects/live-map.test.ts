import { expect, test } from "vitest";
import { regionObject } from "../../../src/platform/object-stubs.ts";
import { env } from "cloudflare:workers";
import type { LocationUpdate } from "../../../src/protocol/live/driver-up.ts";
import { MapClient, type Place } from "./region-fixture.ts";
import { drive, driverOf, is, openTrip, tripBrief } from "./trip/trip-fixture.ts";

const EPOCH = "epoch-0001";

async function openRegionOf(brief: ReturnType<typeof tripBrief>): Promise<Place> {
  const { tenantId, regionId } = brief;
  const region = regionObject(env, tenantId, regionId);
  await region.open({ tenantId, regionId, name: "Old town", centroid: { lat: 52.5, lng: 13.4 } });
  return { tenantId, regionId, region };
}

function update(fixes: LocationUpdate["fixes"]): LocationUpdate {
  return { type: "driver:locationUpdate", epoch: EPOCH, fixes };
}

test("a phone's fix reaches the dispatcher's map", async () => {
  const brief = tripBrief();
  const place = await openRegionOf(brief);
  const map = await MapClient.watch(place);
  await openTrip(brief);
  const { ear } = await driverOf(brief);
  ear.say(update(drive(1, 1, 0)));
  await map.until(() =>
    [...map.replica.drivers()].some(({ tripId, point }) => tripId === brief.tripId && point !== null),
  );
  const shown = [...map.replica.drivers()].find(({ tripId }) => tripId === brief.tripId);
  expect(shown).toMatchObject({ driverFirstName: "Ada", presence: "on_trip", stopsTotal: 2 });
  expect(shown?.point?.lat).toBeCloseTo(52.5, 4);
});

test("a map that opens late is told at once where everybody is, though nobody was called before", async () => {
  const brief = tripBrief();
  const place = await openRegionOf(brief);
  const { stub } = await openTrip(brief);
  const { ear } = await driverOf(brief);
  for (const fix of drive(1, 60, 0)) ear.say(update([fix]));
  ear.say({ type: "flush" });
  await ear.wait((one): one is Extract<typeof one, { type: "ack" }> => one.type === "ack" && one.fixes === 60);
  // News only: the opening, the connection, the first cadence.
  expect((await stub.counters()).regionCalls).toBeLessThanOrEqual(5);
  const map = await MapClient.watch(place);
  await map.until(() => [...map.replica.drivers()].some(({ point }) => point !== null && point.lat > 52.505));
});

test("what happens on a trip is on the map without waiting for its turn", async () => {
  const brief = tripBrief();
  const place = await openRegionOf(brief);
  const map = await MapClient.watch(place);
  await openTrip(brief);
  const { ear } = await driverOf(brief);
  const stopId = brief.stops[0]?.stopId ?? "";
  ear.say({ type: "stop:statusUpdate", epoch: EPOCH, seq: 1, at: Date.now(), stopId, event: "finish" });
  await ear.wait(is("ack"));
  await map.until(() => [...map.replica.drivers()].some(({ stopsDone }) => stopsDone === 1));
  ear.hangUp();
  await ear.waitForClose();
  expect([...map.replica.drivers()]).toHaveLength(1);
});
